package dev.parley.testkit;

import dev.parley.wire.Transports;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A Vert.x for tests, on the transport that the run is about: {@code -Dparley.transport}, or else the usual one. */
public final class Carriers {
    private Carriers() {}

    public static Vertx vertx() {
        return vertx(Optional.ofNullable(System.getProperty(Transports.PROPERTY)));
    }

    /** Aborts the test where that transport is not to be had. */
    public static Vertx vertx(Optional<String> transport) {
        try {
            return Vertx.builder().withTransport(Transports.of(transport)).build();
        } catch (IllegalArgumentException e) {
            return Assumptions.abort(e.getMessage());
        }
    }
}
