package dev.parley.fetch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Where what blocks, or computes for long, is done. */
final class Workers {
    private Workers() {}

    /**
     * Does it while the event loop goes on, and beside what other downloads do: Vert.x would by itself have them wait for
     * each other's disk.
     */
    static <T> Future<T> run(Vertx vertx, Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
