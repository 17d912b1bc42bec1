package dev.parley.fetch;

import dev.parley.config.ConfigException;
import dev.parley.config.Document;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.wire.PemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ClientSSLOptions;

/**
 * Fetches one URL to a file, as the section {@code fetch} of its config says, and goes on being deployed.
 *
 * <p>{@link #start} completes when the download has begun, and fails when the config cannot be used. How the download
 * went is told by {@link #outcome}, and as JSON on the event bus at {@link #ADDRESS}. Undeployed in the middle of it,
 * the verticle ends the download and removes what there is of the file; {@link #stop} waits for that.
 *
 * <p>The head of the answer and the path of the file go to standard output, redirects, retries and a failure to the
 * log.
 */
public final class HttpFetchVerticle extends VerticleBase implements OneShot {
    /** Where the outcome is published as JSON, to this Vert.x instance only. */
    public static final String ADDRESS = "parley.fetch.outcome";

    /** In bytes, of all fields together; what is longer fails. */
    static final int LONGEST_HEADER = 64 * 1024;

    /** In bytes, of the status line and of one that says how long a chunk is. */
    static final int LONGEST_LINE = 8 * 1024;

    private final Promise<Outcome> outcome = Promise.promise();
    private Disk disk;
    /** Held here because a client that nobody refers to is closed. */
    private HttpClient client;

    private Download download;

    public HttpFetchVerticle() {
        this(null);
    }

    HttpFetchVerticle(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Future<Outcome> outcome() {
        return outcome.future();
    }

    @Override
    public Future<?> start() throws PemException {
        FetchConfig config;
        try {
            config = Document.of(config()).section("fetch", FetchConfig::read);
        } catch (ConfigException e) {
            return Future.failedFuture(e);
        }
        if (context.getInstanceCount() > 1) {
            return Future.failedFuture("fetch: expected one instance, got " + context.getInstanceCount());
        }
        if (disk == null) {
            disk = vertx.fileSystem()::open;
        }
        // Vert.x logs what breaks a connection, and fails the request or the answer with it as well: once is enough.
        client = vertx.httpClientBuilder()
                .with(options(config))
                .withConnectHandler(connection -> connection.exceptionHandler(told -> {}))
                .build();
        download = new Download(vertx, client, config, disk);
        download.run().onSuccess(this::tell);
        return Future.succeededFuture();
    }

    private static HttpClientOptions options(FetchConfig config) throws PemException {
        int patience = (int) Math.min(config.connectTimeout().toMillis(), Integer.MAX_VALUE);
        ClientSSLOptions tls = config.tls().options(config.connectTimeout());
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout(patience)
                .setMaxHeaderSize(LONGEST_HEADER)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setSslHandshakeTimeoutUnit(tls.getSslHandshakeTimeoutUnit())
                .setSslHandshakeTimeout(tls.getSslHandshakeTimeout())
                .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
                .setVerifyHost(config.tls().verifyHost());
        return options.setKeyCertOptions(tls.getKeyCertOptions()).setTrustOptions(tls.getTrustOptions());
    }

    private void tell(FetchOutcome done) {
        if (done.passed()) {
            Console.say(done.summary());
        } else {
            Console.log(done.summary());
        }
        vertx.eventBus().publish(ADDRESS, done.toJson(), new DeliveryOptions().setLocalOnly(true));
        outcome.complete(done);
    }

    @Override
    public Future<?> stop() {
        if (download == null) {
            return Future.succeededFuture();
        }
        download.abort("stopped before the file was complete");
        return outcome.future().compose(v -> client.close());
    }
}
