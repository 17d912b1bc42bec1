package dev.parley.fetch;

import dev.parley.wire.PemException;
import dev.parley.wire.Transports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.util.List;

/**
 * Vert.x's clients, one for each scheme: over TLS the server may choose HTTP/2, in plain text it is HTTP/1.1.
 *
 * <p>To be held as long as they are used: a client that nobody refers to is closed.
 */
record HttpClients(HttpClient plain, HttpClient secure) {
    /** In bytes, of the status line and of one that says how long a chunk is. */
    static final int LONGEST_LINE = 8 * 1024;

    /** In bytes, of one piece of a body: a smaller one makes more work of the same download. */
    private static final int PIECE = 64 * 1024;

    /** In bytes, of one body that HTTP/2 may have underway; with its usual 64KiB, each of them waits for a round trip. */
    private static final int WINDOW = 1024 * 1024;

    /** Reads the files of keys and certificates, which blocks. */
    static HttpClients of(Vertx vertx, FetchConfig config) throws PemException {
        int patience = (int) Math.min(config.connectTimeout().toMillis(), Integer.MAX_VALUE);
        // A connection that is used once cannot have been closed by the server in the meantime.
        HttpClientOptions plain = Transports.prompt(new HttpClientOptions())
                .setKeepAlive(false)
                .setConnectTimeout(patience)
                .setMaxChunkSize(PIECE)
                .setMaxHeaderSize(config.maxHeader())
                .setMaxInitialLineLength(LONGEST_LINE);
        ClientSSLOptions tls = config.tls().options(config.connectTimeout());
        HttpClientOptions secure = new HttpClientOptions(plain)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setInitialSettings(
                        new Http2Settings().setInitialWindowSize(WINDOW).setMaxHeaderListSize(config.maxHeader()))
                .setHttp2ConnectionWindowSize(WINDOW)
                .setHttp2MultiplexingLimit(1)
                .setSslHandshakeTimeoutUnit(tls.getSslHandshakeTimeoutUnit())
                .setSslHandshakeTimeout(tls.getSslHandshakeTimeout())
                .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
                .setVerifyHost(config.tls().verifyHost());
        secure.setKeyCertOptions(tls.getKeyCertOptions()).setTrustOptions(tls.getTrustOptions());
        // With HTTP/2, too, a connection carries one download at a time: what ends one ends no other.
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(config.parallel()).setHttp2MaxSize(config.parallel());
        return new HttpClients(client(vertx, plain, pool), client(vertx, secure, pool));
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        // Vert.x logs what breaks a connection, and fails the request or the answer with it as well: once is enough.
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> connection.exceptionHandler(told -> {}))
                .build();
    }

    HttpClient of(Url url) {
        return url.secure() ? secure : plain;
    }

    Future<Void> close() {
        return Future.join(plain.close(), secure.close()).mapEmpty();
    }
}
