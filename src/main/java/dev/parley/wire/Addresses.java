package dev.parley.wire;

import dev.parley.config.Durations;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;

/**
 * All addresses of a host name, by the system's own resolver.
 *
 * <p>Vert.x's resolver is not used, since it gives one address of one family, and asks a public server where the system
 * has none configured.
 */
public final class Addresses {
    private Addresses() {}

    /**
     * Resolves {@code host}, which may be a literal address, off the event loop.
     *
     * @return all its addresses in the system's order; fails with {@link java.net.UnknownHostException} when there are
     *     none, and with {@link java.util.concurrent.TimeoutException} when there is no answer {@code within} that time
     */
    public static Future<List<InetAddress>> of(Vertx vertx, String host, Duration within) {
        return vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                .timeout(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why {@link #of} gave none, in words for people. */
    public static String fault(Throwable cause, String host, Duration within) {
        return cause instanceof UnknownHostException
                ? "unknown host \"" + host + "\""
                : "no address of \"" + host + "\" within " + Durations.print(within);
    }

    /** Whether {@code host} is one that a server can be asked for in TLS: a name in ASCII, and no literal address. */
    public static boolean isName(String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return false;
        }
        try {
            new SNIHostName(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code 127.0.0.1:9999}, {@code [::1]:9999}. */
    public static String print(InetAddress address, int port) {
        return print(NetUtil.toAddressString(address), port);
    }

    /** The same for an end of a socket, which nobody knows any more when it is closed. */
    public static String print(SocketAddress address) {
        return address instanceof InetSocketAddress known
                ? print(known.getAddress(), known.getPort())
                : "a peer that has gone";
    }

    /** The same for a name or a literal address. */
    public static String print(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
