package dev.parley.report;

import io.vertx.core.Future;

/** A verticle that does one thing and is done, while its deployment goes on. */
public interface OneShot {
    /** Completes once with how it went; never fails, since a failure is an outcome too. */
    Future<Outcome> outcome();
}
