package dev.parley.client;

import dev.parley.config.Durations;
import dev.parley.report.Console;
import dev.parley.wire.Addresses;
import dev.parley.wire.PemException;
import dev.parley.wire.SocketFaults;
import dev.parley.wire.TlsFaults;
import dev.parley.wire.Transports;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds a way to the peer: every address of its name in turn, and all of them again for each retry. */
final class Connector {
    private static final Duration MOST_BACKOFF = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final ClientConfig config;
    /** Held for as long as the verticle lives: a client that nobody holds is closed by the garbage collector. */
    private final NetClient client;

    private final Optional<ClientSSLOptions> tls;
    private volatile boolean closed;

    /** Reads the files of certificates, which blocks. */
    Connector(Vertx vertx, ClientConfig config) throws PemException {
        this.vertx = vertx;
        this.config = config;
        this.tls = config.tls().isPresent()
                ? Optional.of(config.tls().get().common().options(config.connectTimeout()))
                : Optional.empty();
        this.client = vertx.createNetClient(Transports.prompt(new NetClientOptions())
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis())));
    }

    /** A socket of which nothing has been read, on the caller's event loop; or one line of why there is none. */
    Future<NetSocket> connect() {
        return connect(0);
    }

    /** Ends all attempts: a timer that waits for the next one would not end with the verticle. */
    void close() {
        closed = true;
        client.close();
    }

    private Future<NetSocket> connect(int retry) {
        return Addresses.of(vertx, config.host(), config.connectTimeout())
                .recover(this::unknown)
                .compose(addresses -> firstOf(addresses.iterator()))
                .recover(cause ->
                        retry < config.retries() && !closed ? retryAfter(cause, retry) : Future.failedFuture(cause));
    }

    private Future<NetSocket> firstOf(Iterator<InetAddress> addresses) {
        InetAddress address = addresses.next();
        return client.connect(options(address))
                .recover(cause -> addresses.hasNext()
                        ? firstOf(addresses)
                        : Future.failedFuture(new IOException(
                                "cannot connect to " + Addresses.print(address, config.port()) + ": " + why(cause),
                                cause)));
    }

    /** The host is kept beside the address: for SNI, and for the certificate's check. */
    private ConnectOptions options(InetAddress address) {
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(config.port(), address.getHostAddress()))
                .setHost(config.host())
                .setPort(config.port());
        tls.ifPresent(with -> options.setSsl(true)
                .setSslOptions(with)
                .setSniServerName(config.tls()
                        .flatMap(ClientConfig.Tls::sni)
                        .orElse(Addresses.isName(config.host()) ? config.host() : null)));
        return options;
    }

    private Future<NetSocket> retryAfter(Throwable cause, int retry) {
        Duration wait = config.backoff().multipliedBy(1L << Math.min(retry, 20));
        Duration bounded = wait.compareTo(MOST_BACKOFF) < 0 ? wait : MOST_BACKOFF;
        Console.log("client: " + cause.getMessage() + "; trying again in " + Durations.print(bounded));
        return vertx.timer(bounded.toMillis(), TimeUnit.MILLISECONDS).compose(waited -> connect(retry + 1));
    }

    private Future<List<InetAddress>> unknown(Throwable cause) {
        return Future.failedFuture(
                new IOException(Addresses.fault(cause, config.host(), config.connectTimeout()), cause));
    }

    private String why(Throwable cause) {
        if (TlsFaults.late(cause)) {
            return "no end of the TLS handshake within " + Durations.print(config.connectTimeout());
        }
        if (TlsFaults.in(cause)) {
            return TlsFaults.of(cause);
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return "no answer within " + Durations.print(config.connectTimeout());
        }
        return SocketFaults.words(cause);
    }
}
