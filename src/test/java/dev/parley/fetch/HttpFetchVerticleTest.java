package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static dev.parley.fetch.MisbehavingHttpServer.reset;
import static dev.parley.fetch.MisbehavingHttpServer.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testkit.BlackHole;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFetchVerticleTest extends FetchStories {
    /** What {@code sha256sum} says of {@code hello}. */
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @Test
    void savesAPageAndPrintsItsHead() throws Exception {
        Files.writeString(output(), "something old and longer");
        server.on("/page?x=1", head("HTTP/1.1 200 OK\nServer: \u009b2J\nContent-Length: 5"), bytes("hello"));

        FetchOutcome outcome = fetch("/page?x=1#part");

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(outcome.summary()).isEqualTo("Saved " + output() + " (5 bytes).");
        assertThat(told.product())
                .isEqualTo("HTTP/1.1 200 OK\nServer: \\u{9b}2J\nContent-Length: 5\n\n" + HELLO + "  " + output() + "\n"
                        + outcome.summary() + "\n");
        assertThat(told.log()).isEmpty();
        assertSaved("hello");
    }

    @Test
    void asksForTheWholeThingUncoded() throws Exception {
        server.on("/page?x=1", ok("hello"));

        fetch("/page?x=1#part");

        assertThat(server.requests().get(0).lines())
                .contains(
                        "GET /page?x=1 HTTP/1.1",
                        "Host: 127.0.0.1:" + server.port(),
                        "Accept-Encoding: identity",
                        "User-Agent: parley/dev")
                .hasSize(6);
    }

    @Test
    void tellsTheOutcomeAsFutureAndOnTheBus() throws Exception {
        server.on("/page", ok("hello"));
        Promise<JsonObject> announced = Promise.promise();
        vertx.eventBus().<JsonObject>localConsumer(HttpFetchVerticle.ADDRESS, m -> announced.complete(m.body()));

        FetchOutcome outcome = fetch("/page");

        JsonObject json = announced.future().await(5, TimeUnit.SECONDS);
        assertThat(json).isEqualTo(outcome.toJson());
        assertThat(json.copy().putNull("elapsed"))
                .isEqualTo(new JsonObject()
                        .put("passed", true)
                        .put("summary", "Saved " + output() + " (5 bytes).")
                        .put("url", server.url("/page"))
                        .put("finalUrl", server.url("/page"))
                        .put("status", 200)
                        .put("bytes", 5)
                        .put("lengthKnown", true)
                        .put("continued", 0L)
                        .put("kept", 0L)
                        .put("output", output().toString())
                        .put("tries", 1)
                        .putNull("elapsed")
                        .put("unchanged", false)
                        .put("sha256", HELLO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 5",
                "HTTP/1.1 200 OK\nContent-Length: 5\nConnection: close",
                "HTTP/1.1 200 OK\nContent-Length: 5\nConnection: keep-alive",
                "HTTP/1.0 200 OK\nContent-Length: 5",
                "HTTP/1.1 203 Non-Authoritative Information\nContent-Length: 5",
                "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 5",
                "HTTP/1.1 102 Processing\nX: y\n\nHTTP/1.1 102 Processing\n\nHTTP/1.1 200 OK\nContent-Length: 5",
                "HTTP/1.1 199 Wait\n\nHTTP/1.1 103 Early Hints\n\nHTTP/1.1 200 OK\nContent-Length: 5"
            })
    void savesABodyOfKnownLength(String head) throws Exception {
        server.on("/page", head(head), bytes("hello"), hang());

        assertThat(fetch("/page").lengthKnown()).isTrue();
        assertSaved("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\nConnection: close", "HTTP/1.0 200 OK", "HTTP/1.1 200 OK"})
    void savesABodyThatEndsWithTheConnectionAndSaysSo(String head) throws Exception {
        server.on("/page", head(head), bytes("hello"));

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.lengthKnown()).isFalse();
        assertSaved("hello");
    }

    @Test
    void savesAChunkedBody() throws Exception {
        server.on(
                "/page",
                head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked"),
                bytes("3\r\nhel\r\n2\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n"),
                hang());

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(outcome.lengthKnown()).isTrue();
        assertSaved("hello");
    }

    @Test
    void bearsAHeadAsLongAsServersSendThem() throws Exception {
        String cookies = ("Set-Cookie: " + "x".repeat(3_000) + "\n").repeat(20);
        server.on(
                "/page",
                head("HTTP/1.1 200 " + "x".repeat(7_000) + "\n" + cookies + "Content-Length: 3"),
                bytes("new"));

        assertThat(fetch("/page").passed()).isTrue();
        assertSaved("new");
    }

    @Test
    void savesAnEmptyBodyAsAnEmptyFile() throws Exception {
        server.on("/page", ok(""));

        assertThat(fetch("/page").passed()).isTrue();
        assertSaved("");
    }

    @Test
    void isASuccessAlthoughTheConnectionIsResetAfterTheBody() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 5"), bytes("hello"), (connection, out) -> {
            connection.setSoTimeout(5000);
            try {
                connection.getInputStream().read(); // until the client has it all and closes
            } finally {
                reset().on(connection, out);
            }
        });

        assertThat(fetch("/page").passed()).isTrue();
    }

    @Test
    void decodesACodedBody() throws Exception {
        String text = "Hello, Michael! ".repeat(10_000);
        server.on("/gzip", head("HTTP/1.1 200 OK\nContent-Encoding: gzip"), bytes(Zips.gzip(text)));
        server.on("/zlib", head("HTTP/1.1 200 OK\nContent-Encoding: deflate"), bytes(Zips.deflate(text, false)));
        server.on("/bare", head("HTTP/1.1 200 OK\nContent-Encoding: deflate"), bytes(Zips.deflate(text, true)));
        for (String path : new String[] {"/gzip", "/zlib", "/bare"}) {
            FetchOutcome outcome = fetch(path);

            assertThat(outcome.passed()).isTrue();
            assertThat(outcome.bytes()).isEqualTo(text.length());
            assertSaved(text);
        }
    }

    @Test
    void keepsACodedBodyAsItWasSent() throws Exception {
        byte[] sent = Arrays.copyOf(Zips.gzip("hello"), 12);
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Encoding: gzip, br\nContent-Length: 12"), bytes(sent));

        fetch(config(server.url("/page")).put("coding", "keep"));

        assertThat(output()).hasBinaryContent(sent);
    }

    @Test
    void followsRedirectsAndTellsEachHop() throws Exception {
        server.on("/a", head("HTTP/1.1 301 Moved Permanently\nLocation: /b\nContent-Length: 4"), bytes("gone"));
        server.on("/b", head("HTTP/1.1 307 Temporary Redirect\nLocation: c?d#e\nContent-Length: 0"));
        server.on("/c?d", ok("hello"));

        FetchOutcome outcome = fetch(config(server.url("/a")).put("maxRedirects", 2));

        assertThat(outcome.finalUrl()).isEqualTo(server.url("/c?d"));
        assertThat(told.log())
                .isEqualTo("fetch: %s: 301 Moved Permanently, on to %s (hop 1 of at most 2)\n"
                                .formatted(server.url("/a"), server.url("/b"))
                        + "fetch: %s: 307 Temporary Redirect, on to %s (hop 2 of at most 2)\n"
                                .formatted(server.url("/b"), server.url("/c?d")));
        assertThat(told.product()).startsWith("HTTP/1.1 200 OK\n");
        assertSaved("hello");
    }

    @Test
    void followsNoRedirectsWhenToldSo() throws Exception {
        server.on("/a", head("HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 0"));

        FetchOutcome outcome = fetch(config(server.url("/a")).put("maxRedirects", 0));

        assertThat(outcome.summary())
                .isEqualTo("fetch: " + server.url("/a") + ": 302 Found: more than 0 redirects (hop 1)");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void fetchesOverIpv6() throws Exception {
        try (MisbehavingHttpServer six = MisbehavingHttpServer.startOn("::1")) {
            six.on("/page", ok("hello"));

            assertThat(fetch(config(six.url("/page"))).passed()).isTrue();
            assertThat(six.requests().get(0)).contains("Host: [::1]:" + six.port());
        }
        assertSaved("hello");
    }

    @Test
    void triesAllAddressesOfAName() throws Exception {
        assumeTrue(InetAddress.getAllByName("localhost").length > 1, "localhost has two families here");
        try (MisbehavingHttpServer six = MisbehavingHttpServer.startOn("::1")) {
            six.on("/page", ok("hello"));

            assertThat(fetch(config(six.url("localhost", "/page"))).passed()).isTrue();
            assertThat(six.requests().get(0)).contains("Host: localhost:" + six.port());
        }
    }

    @Test
    void triesAgainWhatCanBeMended() throws Exception {
        server.on("/page", head("HTTP/1.1 503 Service Unavailable\nContent-Length: 0"));
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 5"), bytes("he"));
        server.on("/page", ok("hello"));

        FetchOutcome outcome = fetch(config(server.url("/page")).put("retries", 2));

        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.tries()).isEqualTo(3);
        assertThat(outcome.took()).isGreaterThan(Duration.ofMillis(290));
        assertThat(told.log()).matches("""
                        fetch: %1$s: 503 Service Unavailable; once more in [12]\\d\\dms \\(retry 1 of 2\\)
                        fetch: %1$s: the body was cut short: expected 5 bytes, got 2; once more in [234]\\d\\dms \\(retry 2 of 2\\)
                        """.formatted(server.url("/page")));
        assertThat(told.product()).doesNotContain("Service Unavailable");
        assertSaved("hello");
    }

    @Test
    void triesOnlyOnceWhatCannotBeMended() throws Exception {
        server.on("/page", head("HTTP/1.1 404 Not Found\nContent-Length: 0"));

        assertThat(fetch(config(server.url("/page")).put("retries", 5)).tries()).isEqualTo(1);
    }

    @Test
    void triesNoLongerThanTheTimeout() throws Exception {
        server.on("/page", reset());

        FetchOutcome outcome =
                fetch(config(server.url("/page")).put("retries", 100).put("timeout", "300ms"));

        assertThat(outcome.summary()).isEqualTo("fetch: " + server.url("/page") + ": not done within 300ms");
        assertThat(outcome.tries()).isLessThanOrEqualTo(3);
        assertThat(output()).doesNotExist();
    }

    @Test
    void tellsOfTheTimeoutAlsoWhenTheConnectionHadJustBrokenOff() throws Exception {
        server.on("/page", reset());
        JsonObject config = config(server.url("/page")).put("retries", 1).put("timeout", "100ms");

        FetchOutcome outcome = fetch(config, new HttpFetchVerticle(StrangeDisk.slowToClose(vertx, 300)));

        assertThat(outcome.summary()).isEqualTo("fetch: " + server.url("/page") + ": not done within 100ms");
    }

    @Test
    void leavesNothingWhenStoppedInTheMiddle() throws Exception {
        Files.writeString(output(), "old");
        CountDownLatch sent = new CountDownLatch(1);
        server.on(
                "/page",
                head("HTTP/1.1 200 OK\nContent-Length: 100"),
                bytes("hello"),
                until(sent, new CountDownLatch(1)));
        HttpFetchVerticle verticle = new HttpFetchVerticle();
        String id = deploy(config(server.url("/page")), verticle);
        assertThat(sent.await(5, TimeUnit.SECONDS)).isTrue();

        vertx.undeploy(id).await(5, TimeUnit.SECONDS);

        assertSaved("old");
        assertThat(verticle.outcome().result().summary()).isEqualTo("fetch: stopped before the file was complete");
    }

    @Test
    void leavesNothingWhenStoppedBeforeTheHead() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.on("/page", until(asked, new CountDownLatch(1)));
        String id = deploy(config(server.url("/page")), new HttpFetchVerticle());
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        vertx.undeploy(id).await(5, TimeUnit.SECONDS);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNothingWhenStoppedWhileConnecting() throws Exception {
        try (BlackHole hole = new BlackHole()) {
            String id = deploy(config("http://127.0.0.1:" + hole.port() + "/"), new HttpFetchVerticle());

            vertx.undeploy(id).await(3, TimeUnit.SECONDS);

            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void leavesNothingWhenStoppedBetweenRetries() throws Exception {
        CountDownLatch refused = new CountDownLatch(3);
        server.on("/page", (connection, out) -> refused.countDown());
        String id = deploy(config(server.url("/page")).put("retries", 100), new HttpFetchVerticle());
        assertThat(refused.await(5, TimeUnit.SECONDS)).isTrue();

        vertx.undeploy(id).await(3, TimeUnit.SECONDS);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAConfigThatCannotBeUsed() {
        assertThatThrownBy(() -> deploy(config("nonsense"), new HttpFetchVerticle()))
                .hasMessage("fetch.url: expected an http or https URL, got \"nonsense\"");
        assertThatThrownBy(() -> vertx.deployVerticle(new HttpFetchVerticle()).await(5, TimeUnit.SECONDS))
                .hasMessage("fetch: expected a section, got nothing (was -conf read?)");
    }

    @Test
    void unfoldsABombNoFasterThanTheDiskTakesIt() throws Exception {
        byte[] bomb = Zips.gzip(new byte[16_000_000]);
        server.on(
                "/page", head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: " + bomb.length), bytes(bomb));

        FetchOutcome outcome = fetch(config(server.url("/page")), new HttpFetchVerticle(StrangeDisk.slow(vertx, 1)));

        assertThat(outcome.bytes()).isEqualTo(16_000_000);
        assertThat(output()).hasSize(16_000_000);
    }

    @Test
    void doesNotCountASlowDiskAsSilence() throws Exception {
        byte[] body = new byte[2_000_000];
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: " + body.length), bytes(body));

        FetchOutcome outcome = fetch(
                config(server.url("/page")).put("idleTimeout", "1s"),
                new HttpFetchVerticle(StrangeDisk.stalling(vertx, 1500)));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
    }
}
