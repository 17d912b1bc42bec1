package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static dev.parley.fetch.MisbehavingHttpServer.reset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import dev.parley.testkit.Stage;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A download that broke off goes on where it was, and never with bytes of something else. */
class ResumeTest extends FetchStories {
    private static final String WHOLE = "0123456789";

    private Path part() {
        return directory.resolve("page.html.part");
    }

    private Path notes() {
        return directory.resolve("page.html.part.parley-notes");
    }

    private static Step[] cutAfterFive(String validators) {
        return new Step[] {head("HTTP/1.1 200 OK\nContent-Length: 10\n" + validators), bytes("01234")};
    }

    private static Step[] rest(String range, String more, String body) {
        return new Step[] {
            head("HTTP/1.1 206 Partial Content\nContent-Length: " + body.length() + "\nContent-Range: " + range + "\n"
                    + more),
            bytes(body)
        };
    }

    private void beginAndBreakOff() throws Exception {
        server.on("/page", cutAfterFive("ETag: \"one\""));
        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.summary())
                .isEqualTo("fetch: " + server.url("/page") + ": the body was cut short: expected 10 bytes, got 5;"
                        + " 5 bytes are kept for the next run");
        assertThat(part()).hasContent("01234");
        assertThat(output()).doesNotExist();
    }

    private String lastRequest() {
        return server.requests().get(server.requests().size() - 1);
    }

    @Test
    void goesOnWhereItBrokeOff() throws Exception {
        beginAndBreakOff();
        server.instead("/page", rest("bytes 5-9/10", "ETag: \"one\"", "56789"));

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.summary()).isEqualTo("Saved " + output() + " (10 bytes).");
        assertThat(outcome.continued()).isEqualTo(5);
        assertThat(outcome.sumLine())
                .contains("84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882  " + output());
        assertThat(lastRequest()).contains("Range: bytes=5-", "If-Range: \"one\"");
        assertSaved(WHOLE);
    }

    @Test
    void goesOnInTheSameRunToo() throws Exception {
        server.on("/page", cutAfterFive("ETag: \"one\""))
                .on("/page", reset())
                .on(
                        "/page",
                        head("HTTP/1.1 206 Partial Content\nContent-Length: 5\nContent-Range: bytes 5-9/10\n"
                                + "ETag: \"one\""),
                        bytes("567"))
                .on("/page", rest("bytes 8-9/10", "ETag: \"one\"", "89"));

        FetchOutcome outcome =
                fetch(config(server.url("/page")).put("retries", 3).put("backoff", "1ms"));

        assertThat(outcome.summary()).isEqualTo("Saved " + output() + " (10 bytes).");
        assertThat(outcome.tries()).isEqualTo(4);
        assertThat(lastRequest()).contains("Range: bytes=8-");
        assertSaved(WHOLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bytes 4-9/10 | ETag: "one" | 456789
            bytes 5-9/11 | ETag: "one" | 56789
            bytes 5-8/10 | ETag: "one" | 5678
            bytes 5-9/10 | ETag: "two" | 56789
            bytes 5-9/10 | ETag: W/"one" | 56789
            bytes 5-9/10 | X-Tag: "one" | 56789
            bytes 5-9/10 | Content-Encoding: gzip | 56789
            bytes five   | ETag: "one" | 56789
            """)
    void asksForAllOfItWhereTheRestDoesNotFit(String range, String more, String body) throws Exception {
        beginAndBreakOff();
        server.instead("/page", rest(range, more, body)).on("/page", ok("something new"));

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(lastRequest()).doesNotContain("Range:");
        assertSaved("something new");
    }

    @Test
    void failsWhereTheRestIsNoLongerThanItSays() throws Exception {
        beginAndBreakOff();
        server.instead("/page", new Step[] {
            head(
                    "HTTP/1.1 206 Partial Content\nTransfer-Encoding: chunked\nContent-Range: bytes 5-9/10\nETag: \"one\""),
            bytes("3\r\n567\r\n0\r\n\r\n")
        });

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.summary()).contains("the body was cut short: expected 5 bytes, got 3; 8 bytes are kept");
        assertThat(output()).doesNotExist();
    }

    @Test
    void takesAllOfItFromAServerThatKnowsNoRanges() throws Exception {
        beginAndBreakOff();
        server.instead("/page", ok("all"));

        assertThat(fetch("/page").continued()).isZero();
        assertSaved("all");
    }

    @Test
    void takesAllOfItWhenTheThingHasChanged() throws Exception {
        beginAndBreakOff();
        server.instead("/page", cutAfterFive("ETag: \"two\""))
                .on("/page", rest("bytes 5-9/10", "ETag: \"two\"", "abcde"));

        fetch("/page");
        assertThat(part()).hasContent("01234");
        fetch("/page");

        assertThat(lastRequest()).contains("If-Range: \"two\"");
        assertSaved("01234abcde");
    }

    @Test
    void isDoneWhenThereIsNothingAfterWhatIsThere() throws Exception {
        beginAndBreakOff();
        Files.writeString(part(), WHOLE);
        server.instead(
                "/page", head("HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */10\nContent-Length: 0"));

        assertThat(fetch("/page").passed()).isTrue();
        assertSaved(WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes */9", "bytes */11", "none"})
    void asksForAllOfItWhenTheEndIsElsewhere(String range) throws Exception {
        beginAndBreakOff();
        Files.writeString(part(), WHOLE);
        server.instead("/page", head("HTTP/1.1 416 Range Not Satisfiable\nContent-Length: 0\nContent-Range: " + range))
                .on("/page", ok("new"));

        assertThat(fetch("/page").passed()).isTrue();
        assertSaved("new");
    }

    @Test
    void asksTheFirstUrlAgainWhenARedirectLedThere() throws Exception {
        server.on("/page", head("HTTP/1.1 302 Found\nLocation: /file?signed=1\nContent-Length: 0"))
                .on("/page", head("HTTP/1.1 302 Found\nLocation: /file?signed=2\nContent-Length: 0"))
                .on("/file?signed=1", cutAfterFive("ETag: \"one\""))
                .on("/file?signed=2", rest("bytes 5-9/10", "ETag: \"one\"", "56789"));
        fetch("/page");

        assertThat(fetch("/page").passed()).isTrue();
        assertThat(lastRequest()).startsWith("GET /file?signed=2").contains("Range: bytes=5-");
        assertSaved(WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag: W/\"one\"", "X: y", "ETag: one", "ETag: \"one\"\nAccept-Ranges: none"})
    void keepsNothingWithoutAStrongValidator(String header) throws Exception {
        server.on("/page", cutAfterFive(header));

        assertThat(fetch("/page").summary()).endsWith("expected 10 bytes, got 5");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"60, true", "59, false"})
    void takesADateForAValidatorWhenItIsOldEnough(int seconds, boolean kept) throws Exception {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        server.on("/page", cutAfterFive("Date: " + date(now) + "\nLast-Modified: " + date(now.minusSeconds(seconds))));

        fetch("/page");

        assertThat(Files.exists(part())).isEqualTo(kept);
    }

    private static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    @Test
    void keepsWhatThereIsWhenTheServerIsSilent() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"one\""), bytes("01234"), hang());

        fetch(config(server.url("/page")).put("idleTimeout", "50ms"));

        assertThat(part()).hasContent("01234");
    }

    @Test
    void keepsWhatThereIsWhenItsTimeIsOver() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"one\""), bytes("01234"), hang());

        assertThat(fetch(config(server.url("/page")).put("timeout", "1s")).summary())
                .contains("not done within 1s; 5 bytes are kept");
        assertThat(part()).hasContent("01234");
    }

    @Test
    void keepsWhatThereIsWhenItIsStopped() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"one\""), bytes("01234"), hang());
        HttpFetchVerticle verticle = new HttpFetchVerticle();
        String id = deploy(config(server.url("/page")), verticle);
        Stage.await(() -> Files.exists(part()) && Files.size(part()) == 5);

        vertx.undeploy(id).await(10, TimeUnit.SECONDS);

        assertThat(verticle.outcome().result().passed()).isFalse();
        assertThat(notes()).exists();
    }

    @Test
    void keepsWhatThereIsWhenTheServerCannotBeReached() throws Exception {
        beginAndBreakOff();
        String url = server.url("/page");
        server.close();

        assertThat(fetch(config(url)).summary())
                .contains("Connection refused")
                .endsWith("5 bytes are kept for the next run");
        assertThat(part()).hasContent("01234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "403 Forbidden", "503 Service Unavailable", "204 No Content"})
    void removesWhatThereIsWhenTheServerHasNoMoreOfIt(String status) throws Exception {
        beginAndBreakOff();
        server.instead("/page", head("HTTP/1.1 " + status + "\nContent-Length: 0"));

        fetch("/page");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void removesWhatThereIsWhenTheSumIsWrong() throws Exception {
        beginAndBreakOff();
        server.instead("/page", rest("bytes 5-9/10", "ETag: \"one\"", "56780"));
        JsonObject config = config(server.url("/page")).put("md5", "781e5e245d69b566979b86e28d23f2c7");

        assertThat(fetch(config).summary()).contains("expected md5 781e5e245d69b566979b86e28d23f2c7, got ");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void asksForAllOfItWhereTheRestIsOfAnotherDate() throws Exception {
        String old = "Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT\nDate: Sat, 03 Jan 2026 03:04:05 GMT";
        server.on("/page", cutAfterFive(old))
                .on("/page", rest("bytes 5-9/10", "Last-Modified: Sun, 04 Jan 2026 03:04:05 GMT", "56789"))
                .on("/page", ok("something new"));
        fetch("/page");

        fetch("/page");

        assertThat(server.requests().get(1)).contains("If-Range: Fri, 02 Jan 2026 03:04:05 GMT");
        assertSaved("something new");
    }

    @Test
    void asksForAllOfItWhereAFinishedPartIsOfAnotherTag() throws Exception {
        beginAndBreakOff();
        Files.writeString(part(), WHOLE);
        server.instead("/page", head("HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */10\nETag: \"two\""))
                .on("/page", ok("something new"));

        fetch("/page");

        assertSaved("something new");
    }

    @Test
    void asksForAllOfItWhereARedirectLeadsToSomethingElseOfTheSameTag() throws Exception {
        Step[] first = {head("HTTP/1.1 302 Found\nLocation: /v1?signed=1\nContent-Length: 0")};
        Step[] renewed = {head("HTTP/1.1 302 Found\nLocation: /v1?signed=2\nContent-Length: 0")};
        Step[] other = {head("HTTP/1.1 302 Found\nLocation: /v2\nContent-Length: 0")};
        server.on("/page", first).on("/page", renewed).on("/page", other).on("/page", other);
        server.on("/v1?signed=1", cutAfterFive("ETag: \"one\""));
        server.on(
                "/v1?signed=2",
                head("HTTP/1.1 206 Partial Content\nContent-Length: 5\nContent-Range: bytes 5-9/10\nETag: \"one\""),
                bytes("567"));
        server.on("/v2", rest("bytes 8-9/10", "ETag: \"one\"", "xx")).on("/v2", ok("something new"));
        fetch("/page");

        assertThat(fetch("/page").continued()).isEqualTo(5);
        fetch("/page");

        assertSaved("something new");
    }

    @Test
    void isNoLongerThanAFileMayBe() throws Exception {
        beginAndBreakOff();
        Files.writeString(part(), WHOLE);
        server.instead("/page", head("HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */10"));

        assertThat(fetch(config(server.url("/page")).put("maxSize", 9)).summary())
                .endsWith("expected at most 9 bytes, got 10 bytes");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void hasNoNotesOfSomethingElse() throws Exception {
        beginAndBreakOff();
        Files.delete(part());
        server.instead("/page", head("HTTP/1.1 200 OK\nContent-Length: 10\nETag: W/\"two\""), bytes("abcde"), hang());
        HttpFetchVerticle verticle = new HttpFetchVerticle();
        deploy(config(server.url("/page")), verticle);

        Stage.await(() -> Files.exists(part()) && Files.size(part()) == 5);

        assertThat(notes()).doesNotExist();
    }

    @Test
    void tellsHowManyBytesAreThereAlsoWhenTheDiskIsSlow() throws Exception {
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 300000\nETag: \"one\""), bytes("x".repeat(200_000)));

        FetchOutcome outcome = fetch(config(server.url("/page")), new HttpFetchVerticle(StrangeDisk.slow(vertx, 20)));

        assertThat(outcome.kept()).isEqualTo(200_000).isEqualTo(Files.size(part()));
    }

    @Test
    void isNotKeptWhereItWouldNotBeTakenUp() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        server.on("/page", cutAfterFive("ETag: \"one\""));

        assertThat(fetch("/page").summary()).endsWith("expected 10 bytes, got 5");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isForOurEyesOnlyUntilItIsWhole() throws Exception {
        beginAndBreakOff();

        assertThat(Files.getPosixFilePermissions(part())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(notes())).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        server.instead("/page", rest("bytes 5-9/10", "ETag: \"one\"", "56789"));
        fetch("/page");
        assertThat(Files.getPosixFilePermissions(output())).isEqualTo(Ownership.usual());
    }

    @Test
    void isNotTakenFromAnotherUrl() throws Exception {
        beginAndBreakOff();
        server.on("/other", ok("other"));

        fetch("/other");

        assertThat(lastRequest()).doesNotContain("Range");
        assertSaved("other");
    }

    @Test
    void isNotTakenWithoutNotesThatMakeSense() throws Exception {
        beginAndBreakOff();
        server.instead("/page", ok("all"));
        Files.writeString(notes(), "{\"url\": 5");

        fetch("/page");

        assertThat(lastRequest()).doesNotContain("Range");
        assertSaved("all");
    }

    @Test
    void isNotTakenFromAFileThatOthersCanWriteTo() throws Exception {
        beginAndBreakOff();
        server.instead("/page", ok("all"));
        Files.setPosixFilePermissions(part(), PosixFilePermissions.fromString("rw----rw-"));

        fetch("/page");

        assertThat(lastRequest()).doesNotContain("Range");
        assertThat(told.log()).contains("page.html.part: beginning anew, others could have written to it");
        assertSaved("all");
    }

    @Test
    void isNotTakenFromAFileThatHasAnotherName() throws Exception {
        beginAndBreakOff();
        server.instead("/page", ok("all"));
        Path other = Files.createLink(directory.resolve("other"), part());

        fetch("/page");

        assertThat(other).hasContent("01234");
        assertThat(output()).hasContent("all");
    }

    @Test
    void doesNotMixWithAnotherDownloadOfTheSameFile() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.on(
                "/page",
                head("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"one\""),
                bytes("01234"),
                MisbehavingHttpServer.until(reached, goOn),
                bytes("56789"));
        HttpFetchVerticle first = new HttpFetchVerticle();
        deploy(config(server.url("/page")), first);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(fetch("/page").summary())
                .isEqualTo("fetch: " + output() + ": another download is writing " + part());
        goOn.countDown();

        assertThat(first.outcome().await(10, TimeUnit.SECONDS).passed()).isTrue();
        assertSaved(WHOLE);
    }

    @Test
    void keepsABodyThatIsSavedAsItWasSent() throws Exception {
        server.on("/page", cutAfterFive("ETag: \"one\"\nContent-Encoding: gzip"))
                .on("/page", rest("bytes 5-9/10", "ETag: \"one\"\nContent-Encoding: gzip", "56789"));
        JsonObject config = config(server.url("/page")).put("coding", "keep");
        fetch(config);

        assertThat(fetch(config).passed()).isTrue();
        assertSaved(WHOLE);
    }

    @Test
    void keepsNothingOfABodyThatIsUnpacked() throws Exception {
        server.on("/page", cutAfterFive("ETag: \"one\"\nContent-Encoding: gzip"));

        fetch("/page");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void doesNotUnpackAPartThatWasKeptAsItWasSent() throws Exception {
        server.on("/page", cutAfterFive("ETag: \"one\"\nContent-Encoding: gzip"))
                .on("/page", ok("plain"));
        fetch(config(server.url("/page")).put("coding", "keep"));

        fetch("/page");

        assertThat(lastRequest()).doesNotContain("Range");
        assertSaved("plain");
    }
}
