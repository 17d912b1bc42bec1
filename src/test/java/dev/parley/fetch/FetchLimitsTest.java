package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a download may cost, and what it has to be. */
class FetchLimitsTest extends FetchStories {

    @Test
    void refusesAFileThatSaysItIsTooLong() throws Exception {
        server.on("/page", ok("0123456789"));

        assertThat(fetch(config(server.url("/page")).put("maxSize", 9)).summary())
                .isEqualTo("fetch: " + server.url("/page") + ": expected at most 9 bytes, got 10 bytes");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void takesABodyThatUnfoldsFarWhereItMayBeThatLong() throws Exception {
        byte[] zeros = Zips.gzip("0".repeat(20_000_000));
        Step[] answer = {head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: " + zeros.length), bytes(zeros)
        };
        server.on("/page", answer).on("/page", answer);

        assertThat(fetch("/page").summary()).endsWith("times as many; a maxSize would allow that");
        assertThat(fetch(config(server.url("/page")).put("maxSize", "100MiB")).bytes())
                .isEqualTo(20_000_000);
    }

    @Test
    void weighsAFileAndNotWhatItWasPackedIn() throws Exception {
        byte[] packed = Zips.gzip("x");
        server.on(
                "/page",
                head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: " + packed.length),
                bytes(packed));

        assertThat(fetch(config(server.url("/page")).put("maxSize", 1)).bytes()).isEqualTo(1);
    }

    @Test
    void refusesAFileThatTurnsOutTooLong() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nETag: \"one\""), bytes("0123456789"));

        assertThat(fetch(config(server.url("/page")).put("maxSize", 9)).summary())
                .isEqualTo("fetch: " + server.url("/page") + ": expected at most 9 bytes, got more");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void takesAFileThatIsJustAsLongAsItMayBe() throws Exception {
        server.on("/page", ok("0123456789"));

        assertThat(fetch(config(server.url("/page")).put("maxSize", 10)).passed())
                .isTrue();
    }

    @Test
    void refusesABodyThatUnfoldsToFarTooMuch() throws Exception {
        byte[] bomb = Zips.gzip(new byte[64 * 1024 * 1024]);
        server.on(
                "/page", head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: " + bomb.length), bytes(bomb));

        assertThat(fetch("/page").summary())
                .startsWith("fetch: " + server.url("/page") + ": ")
                .endsWith(" bytes of gzip unfold to more than 100 times as many; a maxSize would allow that");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void givesUpAServerThatIsTooSlow() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"one\""), bytes("01234"), hang());

        assertThat(fetch(config(server.url("/page")).put("minRate", "1KiB").put("minRateWindow", "200ms"))
                        .summary())
                .isEqualTo("fetch: " + server.url("/page")
                        + ": too slow: expected 1KiB/s over 200ms, got 25 bytes/s;"
                        + " 5 bytes are kept for the next run");
    }

    @Test
    void doesNotBlameTheServerForASlowDisk() throws Exception {
        byte[] body = new byte[2_000_000];
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: " + body.length), bytes(body));

        FetchOutcome outcome = fetch(
                config(server.url("/page")).put("minRate", "1GiB").put("minRateWindow", "100ms"),
                new HttpFetchVerticle(StrangeDisk.slow(vertx, 20)));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
    }

    @Test
    void refusesAHeadThatIsTooLong() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nX: " + "x".repeat(1000) + "\nContent-Length: 0"));

        assertThat(fetch(config(server.url("/page")).put("maxHeader", 500)).summary())
                .isEqualTo("fetch: " + server.url("/page") + ": the answer has a header longer than 500");
        assertThat(fetch(config(server.url("/page")).put("maxHeader", 2000)).passed())
                .isTrue();
    }

    @Test
    void saysWhenNobodyKnowsHowLongABodyIs() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK"), bytes("hello"));

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.summary()).isEqualTo("Saved " + output() + " (5 bytes, length unknown).");
        assertThat(outcome.lengthKnown()).isFalse();
    }

    @Test
    void refusesABodyOfUnknownLengthIfItShall() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK"), bytes("hello"));

        assertThat(fetch(config(server.url("/page")).put("unknownLength", "refuse"))
                        .summary())
                .isEqualTo(
                        "fetch: " + server.url("/page") + ": expected a body that says where it ends, got one without");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Content-Length: 5\nConnection: close", "Transfer-Encoding: chunked"})
    void refusesABodyWithMoreAfterItsEnd(String header) throws Exception {
        String body = header.contains("chunked") ? "5\r\nhello\r\n0\r\n\r\n" : "hello";
        server.on("/page", bytes("HTTP/1.1 200 OK\r\n" + header.replace("\n", "\r\n") + "\r\n\r\n" + body + " world"));

        assertThat(fetch("/page").summary())
                .isEqualTo("fetch: " + server.url("/page")
                        + ": expected the end of the connection after the body, got more bytes");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNothingOfAFileWithAnotherSum() throws Exception {
        server.on("/page", ok("abc"));
        String sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae";

        assertThat(fetch(config(server.url("/page")).put("sha256", sum)).summary())
                .isEqualTo("fetch: " + output() + ": expected sha256 " + sum + ", got " + sum.replaceFirst("e$", "d"));
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "sha256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "sha1,   a9993e364706816aba3e25717850c26c9cd0d89d",
        "md5,    900150983cd24fb0d6963f7d28e17f72",
    })
    void comparesTheSumOfEachKey(String key, String sum) throws Exception {
        server.on("/page", ok("abc"));
        String another = sum.replaceFirst(".$", "0");

        assertThat(fetch(config(server.url("/page")).put(key, sum)).passed()).isTrue();
        assertThat(told.product()).contains("\n" + sum + "  " + output() + "\n");
        Files.delete(output());

        assertThat(fetch(config(server.url("/page")).put(key, another)).summary())
                .isEqualTo("fetch: " + output() + ": expected " + key + " " + another + ", got " + sum);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void printsTheSumThatWasAskedForAndReportsBoth() throws Exception {
        server.on("/page", ok("abc"));

        FetchOutcome outcome = fetch(config(server.url("/page") + "#md5=900150983cd24fb0d6963f7d28e17f72"));

        assertThat(told.product()).contains("900150983cd24fb0d6963f7d28e17f72  " + output());
        assertThat(outcome.toJson().getString("md5")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(outcome.toJson().getString("sha256")).startsWith("ba7816bf");
        assertThat(server.requests().get(0)).startsWith("GET /page HTTP/1.1");
    }

    @Test
    void restsAsLongAsItShall() throws Exception {
        Step busy = head("HTTP/1.1 503 Service Unavailable\nContent-Length: 0");
        server.on("/page", busy).on("/page", busy).on("/page", ok("hello"));

        FetchOutcome outcome =
                fetch(config(server.url("/page")).put("retries", 2).put("backoff", "40ms"));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        List<Long> pauses = Pattern.compile("; once more in (\\d+)ms")
                .matcher(told.log())
                .results()
                .map(pause -> Long.valueOf(pause.group(1)))
                .toList();
        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(0)).isBetween(20L, 40L);
        assertThat(pauses.get(1)).isBetween(40L, 80L);
    }

    @Test
    void restsAsLongAsTheServerAsks() throws Exception {
        server.on("/page", head("HTTP/1.1 503 Service Unavailable\nRetry-After: 1\nContent-Length: 0"))
                .on("/page", ok("hello"));

        FetchOutcome outcome =
                fetch(config(server.url("/page")).put("retries", 1).put("backoff", "1ms"));

        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.took()).isGreaterThan(Duration.ofMillis(999));
        assertThat(told.log()).contains("503 Service Unavailable; once more in 1s (retry 1 of 1)");
    }

    @Test
    void restsNoShorterThanItWouldAnyway() throws Exception {
        server.on("/page", head("HTTP/1.1 503 Service Unavailable\nRetry-After: 0\nContent-Length: 0"))
                .on("/page", ok("hello"));

        FetchOutcome outcome =
                fetch(config(server.url("/page")).put("retries", 1).put("backoff", "200ms"));

        assertThat(outcome.took()).isGreaterThan(Duration.ofMillis(99));
    }

    @Test
    void doesNotRestForHours() throws Exception {
        server.on("/page", head("HTTP/1.1 429 Too Many Requests\nRetry-After: 7200\nContent-Length: 0"));

        assertThat(fetch(config(server.url("/page")).put("retries", 1)).summary())
                .isEqualTo("fetch: " + server.url("/page")
                        + ": 429 Too Many Requests, which asks for a rest of 2h: no retry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"501 Not Implemented", "505 HTTP Version Not Supported", "400 Bad Request", "410 Gone"})
    void doesNotTryAgainWhatWillNotBeMended(String status) throws Exception {
        server.on("/page", head("HTTP/1.1 " + status + "\nContent-Length: 0"));

        assertThat(fetch(config(server.url("/page")).put("retries", 3)).tries()).isEqualTo(1);
    }

    @Test
    void showsCredentialsToTheOriginOfTheUrlAlone() throws Exception {
        try (MisbehavingHttpServer other = MisbehavingHttpServer.start()) {
            server.on("/page", head("HTTP/1.1 302 Found\nLocation: /here\nContent-Length: 0"))
                    .on("/here", head("HTTP/1.1 302 Found\nLocation: " + other.url("/there") + "\nContent-Length: 0"));
            other.on("/there", ok("hello"));

            FetchOutcome outcome =
                    fetch(config(server.url("/page")).put("credentials", new JsonObject().put("token", "se.cret")));

            assertThat(outcome.passed()).isTrue();
            assertThat(server.requests()).allMatch(head -> head.contains("Authorization: Bearer se.cret"));
            assertThat(other.requests().get(0)).doesNotContain("se.cret");
            assertThat(told.product() + told.log() + outcome.toJson()).doesNotContain("se.cret");
        }
    }

    @Test
    void showsNameAndPasswordToTheServerAndToNobodyElse() throws Exception {
        server.on("/page", head("HTTP/1.1 302 Found\nLocation: /here\nContent-Length: 0"))
                .on("/here", head("HTTP/1.1 503 Service Unavailable\nContent-Length: 0"))
                .on("/here", ok("hello"));
        JsonObject credentials = new JsonObject().put("user", "Aladdin").put("password", "open sesame");

        FetchOutcome outcome = fetch(config(server.url("/page"))
                .put("credentials", credentials)
                .put("retries", 1)
                .put("backoff", "1ms"));

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(server.requests())
                .hasSize(4)
                .allSatisfy(
                        head -> assertThat(head.lines()).contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assertThat(told.log().lines()).hasSize(3);
        assertThat(told.product() + told.log() + outcome.toJson())
                .doesNotContain("open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ", "Authorization");
    }
}
