package dev.parley.fetch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The same on the native transport, which ends connections in other ways. */
class NativeSlowDiskTest extends SlowDiskTest {

    @Override
    Vertx newVertx() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        assumeTrue(vertx.isNativeTransportEnabled(), "there is one");
        return vertx;
    }
}
