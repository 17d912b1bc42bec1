package dev.parley.wire;

import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.impl.transports.TransportLoader;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.transport.Transport;
import java.util.Optional;

/** What carries the bytes between the kernel and us. They differ in what a record costs, and hardly in what they do. */
public final class Transports {
    /** The system property that chooses one. */
    public static final String PROPERTY = "parley.transport";

    /** Not {@link Transport#NIO}: the first of those to be touched loads the native libraries of all, in half a second. */
    private static final Transport NIO = new TransportInternal("nio", true, null, NioTransport.INSTANCE);

    private Transports() {}

    /**
     * Options with which the kernel acknowledges what comes as it sees fit, on each transport. Vert.x has the native ones
     * tell it to wait for an answer to go along: then who writes in small pieces, and without TCP_NODELAY, gets each of
     * them through 40ms after the one before.
     */
    public static <O extends TCPSSLOptions> O prompt(O options) {
        options.setTcpQuickAck(true);
        return options;
    }

    /**
     * The one that was asked for, or else epoll where there is one, and NIO where there is not.
     *
     * <p>io_uring has to be asked for: with Netty 4.2.12, a reset that comes right behind data is often not noticed, so
     * that its connection stays until its time is up.
     *
     * @param wish what the property says; empty for the best there is
     * @throws IllegalArgumentException with a line for people, if it is unknown or not to be had
     */
    public static Transport of(Optional<String> wish) {
        if (wish.isEmpty()) {
            Transport epoll = TransportLoader.epoll();
            return available(epoll) ? epoll : NIO;
        }
        Transport chosen = named(wish.get());
        if (!available(chosen)) {
            throw new IllegalArgumentException("expected a transport that there is here, got " + wish.get()
                    + (chosen == null ? "" : ": " + chosen.unavailabilityCause().getMessage()));
        }
        return chosen;
    }

    private static Transport named(String name) {
        return switch (name) {
            case "nio" -> NIO;
            case "epoll" -> TransportLoader.epoll();
            case "io_uring" -> ioUring();
            default -> throw new IllegalArgumentException("expected nio, epoll or io_uring, got \"" + name + "\"");
        };
    }

    private static Transport ioUring() {
        // With one request for all connections, Netty asks on and on when no descriptors are left, not once a second,
        // and nobody can tell any more who it was that has gone at once. It reads this as it is loaded.
        System.getProperties().putIfAbsent("io.netty.iouring.acceptMultiShotEnabled", "false");
        return TransportLoader.io_uring();
    }

    /** Vert.x has null where the library is not on the class path. */
    private static boolean available(Transport transport) {
        return transport != null && transport.available();
    }
}
