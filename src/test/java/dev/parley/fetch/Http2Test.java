package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Authority;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, a server may choose HTTP/2; nothing else changes. */
class Http2Test extends FetchStories {
    @TempDir
    Path secrets;

    private Authority authority;
    private final List<HttpVersion> versions = new CopyOnWriteArrayList<>();

    @BeforeEach
    void issue() throws Exception {
        authority = new Authority(secrets);
    }

    private HttpServer serve(List<HttpVersion> offered, Handler<HttpServerRequest> handler) throws Exception {
        return serve(offered, handler, new Http2Settings());
    }

    private HttpServer serve(List<HttpVersion> offered, Handler<HttpServerRequest> handler, Http2Settings settings)
            throws Exception {
        Authority.Issued good = authority.issue("good", "ip:127.0.0.1");
        return vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setAlpnVersions(offered)
                        .setInitialSettings(settings)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(good.certificate().toString())
                                .setKeyPath(good.key().toString())))
                .requestHandler(request -> {
                    versions.add(request.version());
                    handler.handle(request);
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    private JsonObject from(HttpServer http) {
        return config("https://127.0.0.1:" + http.actualPort() + "/page").put("tls", authority.trusted());
    }

    private static byte[] body() {
        byte[] body = new byte[3_000_000];
        new Random(5).nextBytes(body);
        return body;
    }

    private void assertSavesAll(int files, HttpServer http, HttpFetchVerticle verticle) throws Exception {
        JsonArray targets = new JsonArray();
        for (int i = 0; i < files; i++) {
            targets.add("https://127.0.0.1:" + http.actualPort() + "/file" + i);
        }

        deploy(
                new JsonObject()
                        .put("targets", targets)
                        .put("directory", directory.toString())
                        .put("tls", authority.trusted()),
                verticle);

        assertThat(verticle.outcome().await(20, TimeUnit.SECONDS).passed())
                .as(told.log())
                .isTrue();
    }

    @Test
    void isSpokenWhereTheServerOffersIt() throws Exception {
        HttpServer http = serve(
                List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1),
                request -> request.response().end("hello to " + request.authority()));

        FetchOutcome outcome = fetch(from(http));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(told.product()).startsWith("HTTP/2 200");
        assertThat(versions).containsExactly(HttpVersion.HTTP_2);
        assertSaved("hello to 127.0.0.1:" + http.actualPort());
    }

    @Test
    void isNotSpokenWhereTheServerDoesNot() throws Exception {
        HttpServer http = serve(
                List.of(HttpVersion.HTTP_1_1), request -> request.response().end("hello"));

        FetchOutcome outcome = fetch(from(http));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(versions).containsExactly(HttpVersion.HTTP_1_1);
    }

    @Test
    void holdsTheServerUpWhileTheDiskIsSlow() throws Exception {
        byte[] body = body();
        HttpServer http =
                serve(List.of(HttpVersion.HTTP_2), request -> request.response().end(Buffer.buffer(body)));

        FetchOutcome outcome = fetch(from(http), new HttpFetchVerticle(StrangeDisk.slow(vertx, 5)));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(Files.readAllBytes(output())).isEqualTo(body);
    }

    @Test
    void carriesSeveralDownloadsAtATime() throws Exception {
        byte[] body = body();
        HttpServer http =
                serve(List.of(HttpVersion.HTTP_2), request -> request.response().end(Buffer.buffer(body)));

        assertSavesAll(8, http, new HttpFetchVerticle(StrangeDisk.slow(vertx, 1)));

        for (int i = 0; i < 8; i++) {
            assertThat(Files.readAllBytes(directory.resolve("file" + i))).isEqualTo(body);
        }
    }

    @Test
    void savesAWholeBodyFromAServerThatClosesRightBehindIt() throws Exception {
        byte[] body = body();
        HttpServer http = serve(
                List.of(HttpVersion.HTTP_2),
                request -> request.response()
                        .end(Buffer.buffer(body).slice(0, 300_000))
                        .onComplete(sent -> request.connection().close()));
        for (int i = 0; i < 10; i++) {
            FetchOutcome outcome = fetch(from(http), new HttpFetchVerticle(StrangeDisk.slow(vertx, 20)));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
    }

    @Test
    void tellsABodyThatWasCutShort() throws Exception {
        HttpServer http = serve(List.of(HttpVersion.HTTP_2), request -> {
            request.response().putHeader("Content-Length", "10").putHeader("ETag", "\"one\"");
            request.response().write("01234").onComplete(v -> request.response().reset());
        });

        assertThat(fetch(from(http)).summary())
                .contains("the body was cut short: expected 10 bytes, got 5 (HTTP/2 error 0); 5 bytes are kept");
    }

    @Test
    void takesALongHeadAndNoLongerOne() throws Exception {
        HttpServer http = serve(
                List.of(HttpVersion.HTTP_2),
                request -> request.response()
                        .putHeader("X-Long", "x".repeat(20_000))
                        .end("hello"));

        assertThat(fetch(from(http)).passed()).as(told.log()).isTrue();
        assertThat(fetch(from(http).put("maxHeader", "16KiB")).summary())
                .endsWith("the connection ended before the head of an answer"
                        + " (HTTP/2 error 1, as for a head longer than maxHeader)");
    }

    @Test
    void carriesSeveralDownloadsAlsoWhereAConnectionMayHaveOne() throws Exception {
        HttpServer http = serve(
                List.of(HttpVersion.HTTP_2),
                request -> vertx.setTimer(50, later -> request.response().end("hello")),
                new Http2Settings().setMaxConcurrentStreams(1));

        assertSavesAll(4, http, new HttpFetchVerticle());
    }

    @Test
    void goesOnWhereItBrokeOff() throws Exception {
        HttpServer http = serve(List.of(HttpVersion.HTTP_2), request -> {
            request.response().putHeader("ETag", "\"one\"");
            if (request.getHeader("Range") == null) {
                request.response().putHeader("Content-Length", "10");
                request.response()
                        .write("01234")
                        .onComplete(v -> request.response().reset());
            } else {
                request.response()
                        .setStatusCode(206)
                        .putHeader("Content-Range", "bytes 5-9/10")
                        .end("56789");
            }
        });

        FetchOutcome outcome = fetch(from(http).put("retries", 1).put("backoff", "1ms"));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertSaved("0123456789");
    }
}
