package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.notice;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static dev.parley.fetch.MisbehavingHttpServer.reset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.testkit.Authority;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTlsTest extends FetchStories {
    private static Authority authority;
    private static SSLContext good;
    private static SSLContext demanding;
    private static SSLContext expired;

    @BeforeAll
    static void makeCertificates(@TempDir Path certificates) throws Exception {
        authority = new Authority(certificates);
        Authority.Issued localhost = authority.issue("good", "dns:localhost,ip:::1");
        good = localhost.context();
        demanding = authority.server(localhost);
        expired = authority
                .issue("expired", "dns:localhost,ip:127.0.0.1", Duration.ofDays(3), "EC")
                .context();
    }

    private JsonObject trusting(String url) {
        return config(url).put("trust", authority.pem().toString());
    }

    @Test
    void fetchesFromWhomThePemVouchesFor() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            tls.on("/page", ok("hello"));

            FetchOutcome outcome = fetch(trusting(tls.url("localhost", "/page")));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertSaved("hello");
        }
    }

    @Test
    void checksACertificateForAnIpv6Address() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "::1")) {
            tls.on("/page", ok("hello"));

            FetchOutcome outcome = fetch(trusting(tls.url("/page")));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
    }

    @Test
    void takesThePemFromBesideTheConfigFile() throws Exception {
        Path conf = authority.pem().resolveSibling("conf.json");
        Files.writeString(conf, "{\"fetch\": {\"url\": \"https://a/\", \"trust\": \"ca.pem\"}}");

        FetchConfig config =
                Document.read(conf, new Overlays(Map.of(), new Properties())).section("fetch", FetchConfig::read);

        assertThat(config.tls().trust()).contains(authority.pem());
    }

    @Test
    void trustsNobodyElse() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            String url = tls.url("localhost", "/page");

            assertThat(fetch(config(url)).summary())
                    .isEqualTo("fetch: " + url + ": the certificate is not trusted "
                            + "(unable to find valid certification path to requested target)");
        }
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            String url = tls.url("/page");

            assertThat(fetch(trusting(url)).summary())
                    .isEqualTo("fetch: " + url + ": the certificate is for another host "
                            + "(No subject alternative names matching IP address 127.0.0.1 found)");
        }
    }

    @Test
    void takesACertificateForAnotherHostIfItMay() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            tls.on("/page", ok("hello"));
            JsonObject lenient = authority.trusted().put("verifyHost", false);

            FetchOutcome outcome = fetch(config(tls.url("/page")).put("tls", lenient));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
    }

    @Test
    void refusesACertificateThatHasExpired() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(expired, "127.0.0.1")) {
            String url = tls.url("/page");

            assertThat(fetch(trusting(url)).summary())
                    .startsWith("fetch: " + url + ": the certificate has expired (NotAfter: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void showsItsOwnCertificate(String version) throws Exception {
        JsonObject ann = authority.issue("ann", "dns:ann").shown();
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTlsForClientsOf(demanding, version)) {
            tls.on("/page", ok("hello"));

            FetchOutcome outcome = fetch(config(tls.url("localhost", "/page"))
                    .put("tls", authority.trusted().mergeIn(ann)));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertSaved("hello");
        }
    }

    /** In TLS 1.3 the client is done with its handshake when it is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void saysThatACertificateIsWanted(String version) throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTlsForClientsOf(demanding, version)) {
            String url = tls.url("localhost", "/page");

            assertThat(fetch(trusting(url)).summary())
                    .startsWith("fetch: " + url + ": the peer ")
                    .contains("wants a certificate");
            assertThat(told.log().lines()).hasSize(1);
        }
    }

    @Test
    void saysThatTheServerDoesNotSpeakTls() throws Exception {
        try (MisbehavingHttpServer mute = MisbehavingHttpServer.startRude(bytes("220 welcome\r\n"))) {
            String url = "https://127.0.0.1:" + mute.port() + "/";

            assertThat(fetch(config(url)).summary()).isEqualTo("fetch: " + url + ": expected TLS, got something else");
        }
    }

    @Test
    void saysThatTheServerLeftInTheHandshake() throws Exception {
        try (MisbehavingHttpServer rude = MisbehavingHttpServer.startRude(
                (connection, out) -> connection.getInputStream().read(), reset())) {
            String url = "https://127.0.0.1:" + rude.port() + "/";

            assertThat(fetch(config(url)).summary())
                    .isEqualTo("fetch: cannot connect to 127.0.0.1:" + rude.port()
                            + ": the connection was closed in the TLS handshake");
        }
    }

    @Test
    void givesUpOnASilentHandshake() throws Exception {
        try (MisbehavingHttpServer mute = MisbehavingHttpServer.startRude(MisbehavingHttpServer.hang())) {
            JsonObject config = config("https://127.0.0.1:" + mute.port() + "/").put("connectTimeout", "300ms");

            assertThat(fetch(config).summary())
                    .isEqualTo("fetch: cannot connect to 127.0.0.1:" + mute.port() + ": no answer within 300ms");
        }
    }

    @Test
    void neverGoesFromHttpsToHttp() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            tls.on("/page", head("HTTP/1.1 302 Found\nLocation: " + server.url("/page") + "\nContent-Length: 0"));
            String url = tls.url("localhost", "/page");

            assertThat(fetch(trusting(url)).summary())
                    .isEqualTo("fetch: " + url + ": 302 Found: redirected from https to http, \"" + server.url("/page")
                            + "\" (hop 1)");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void takesTheEndOfTlsForTheEndOfABody() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            tls.on("/page", head("HTTP/1.1 200 OK"), bytes("hello"));

            FetchOutcome outcome = fetch(trusting(tls.url("localhost", "/page")));

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(outcome.lengthKnown()).isFalse();
        }
    }

    @Test
    void takesANoticeForTheEndOfABodyAlsoWhereTheConnectionStays() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            tls.on("/page", head("HTTP/1.1 200 OK"), bytes("hello"), notice(), hang());

            assertThat(fetch(trusting(tls.url("localhost", "/page"))).summary())
                    .isEqualTo("Saved " + output() + " (5 bytes, length unknown).");
        }
    }

    @Test
    void takesNoTornConnectionForTheEndOfABody() throws Exception {
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            tls.on("/page", head("HTTP/1.1 200 OK"), bytes("hello"), tls.tear());
            String url = tls.url("localhost", "/page");

            assertThat(fetch(trusting(url)).summary())
                    .isEqualTo("fetch: " + url + ": the body was cut short: got 5 bytes and no end");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\nContent-Length: 2000000", "HTTP/1.1 200 OK"})
    void savesTheTailAlthoughTheServerHasClosed(String head) throws Exception {
        byte[] body = new byte[2_000_000];
        new Random(7).nextBytes(body);
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(good, "127.0.0.1")) {
            tls.on("/page", head(head), bytes(body));
            for (int i = 0; i < 3; i++) {
                FetchOutcome outcome = fetch(
                        trusting(tls.url("localhost", "/page")), new HttpFetchVerticle(StrangeDisk.slow(vertx, 1)));

                assertThat(outcome.passed()).as(outcome.summary()).isTrue();
                assertThat(output()).hasBinaryContent(body);
            }
        }
    }
}
