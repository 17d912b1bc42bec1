package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static dev.parley.fetch.MisbehavingHttpServer.reset;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import dev.parley.testkit.BlackHole;
import io.vertx.core.Future;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong: one line that says what, the file of before as it was, and nothing beside it. */
class FetchFailureTest extends FetchStories {

    private static Arguments row(String name, String line, Step... steps) {
        return Arguments.of(name, line, steps);
    }

    static Stream<Arguments> misbehaviours() {
        String fixed = "HTTP/1.1 200 OK\nContent-Length: 100";
        String chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked";
        return Stream.of(
                row("404", "{url}: 404 Not Found", head("HTTP/1.1 404 Not Found\nContent-Length: 4"), bytes("none")),
                row("500", "{url}: 500 Internal Server Error", head("HTTP/1.1 500 Internal Server Error"), bytes("oh")),
                row("a status without a reason", "{url}: 404", head("HTTP/1.1 404 \nContent-Length: 0")),
                row(
                        "a strange reason",
                        "{url}: 404 \\x1b[31mred",
                        head("HTTP/1.1 404 \u001b[31mred\nContent-Length: 0")),
                row("no content", "{url}: 204 No Content", head("HTTP/1.1 204 No Content")),
                row("a range", "{url}: 206 Partial Content", head("HTTP/1.1 206 Partial Content\nContent-Length: 0")),
                row("not modified", "{url}: 304 Not Modified", head("HTTP/1.1 304 Not Modified")),
                row(
                        "cut short with length",
                        "{url}: the body was cut short: expected 100 bytes, got 5",
                        head(fixed),
                        bytes("hello")),
                row(
                        "cut short before the body",
                        "{url}: the body was cut short: expected 100 bytes, got 0",
                        head(fixed)),
                row(
                        "cut short within a chunk",
                        "{url}: the body was cut short: got 3 bytes and no end",
                        head(chunked),
                        bytes("5\r\nhel")),
                row(
                        "cut short between chunks",
                        "{url}: the body was cut short: got 5 bytes and no end",
                        head(chunked),
                        bytes("5\r\nhello\r\n")),
                row(
                        "cut short before the last line",
                        "{url}: the body was cut short: got 5 bytes and no end",
                        head(chunked),
                        bytes("5\r\nhello\r\n0\r\n")),
                row(
                        "reset within the body",
                        "{url}: the body was cut short: expected 100 bytes, got 5 (Connection reset",
                        head(fixed),
                        bytes("hello"),
                        reset()),
                row(
                        "reset before the head",
                        "{url}: the connection ended before the head of an answer (Connection reset",
                        reset()),
                row("no answer", "{url}: the connection ended before the head of an answer"),
                row(
                        "half a head",
                        "{url}: the connection ended before the head of an answer",
                        bytes("HTTP/1.1 200 OK\r\nContent-Le")),
                row("a silent head", "{url}: no answer within 1s", hang()),
                row("a head that stops", "{url}: no answer within 1s", bytes("HTTP/1.1 200 OK\r\n"), hang()),
                row(
                        "a silent body",
                        "{url}: the server was silent for 1s after 5 bytes of the body",
                        head(fixed),
                        bytes("hello"),
                        hang()),
                row(
                        "not HTTP",
                        "{url}: expected HTTP, got something else (",
                        bytes("SSH-2.0-OpenSSH_9.2\r\n\r\n"),
                        hang()),
                row(
                        "a head without end",
                        "{url}: the answer has a header longer than 64KiB",
                        bytes("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)),
                        hang()),
                row(
                        "a status line without end",
                        "{url}: the answer has a line longer than 8KiB",
                        bytes("HTTP/1.1 200 " + "x".repeat(9_000)),
                        hang()),
                row(
                        "a status that is none",
                        "{url}: expected HTTP, got something else (\"abc\" is no number)",
                        head("HTTP/1.1 abc OK")),
                row(
                        "a chunk without a size",
                        "{url}: expected HTTP, got something else (expected a chunk's size, got \"\\r\\n\")",
                        head(chunked),
                        bytes("\r\nhello\r\n0\r\n\r\n")),
                row(
                        "a chunk's size that is none",
                        "{url}: expected HTTP, got something else (",
                        head(chunked),
                        bytes("zz\r\nhello\r\n0\r\n\r\n")),
                row(
                        "two lengths",
                        "{url}: expected HTTP, got something else (",
                        head("HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6"),
                        bytes("hello!")),
                row(
                        "a length that is none",
                        "{url}: expected HTTP, got something else (",
                        head("HTTP/1.1 200 OK\nContent-Length: -5"),
                        bytes("hello!")),
                row(
                        "a length in words",
                        "{url}: expected HTTP, got something else (",
                        head("HTTP/1.1 200 OK\nContent-Length: five"),
                        bytes("hello")),
                row(
                        "an unknown coding",
                        "{url}: Content-Encoding: expected gzip, deflate or none, got br",
                        head(fixed + "\nContent-Encoding: br")),
                row(
                        "two codings",
                        "{url}: Content-Encoding: expected gzip, deflate or none, got gzip, deflate",
                        head(fixed + "\nContent-Encoding: gzip\nContent-Encoding: deflate")),
                row(
                        "a coded transfer",
                        "{url}: Transfer-Encoding: expected chunked or none, got gzip",
                        head("HTTP/1.1 200 OK\nTransfer-Encoding: gzip")),
                row(
                        "a body that is not gzip",
                        "{url}: expected gzip, got something else",
                        head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 5"),
                        bytes("hello")),
                row(
                        "gzip cut short",
                        "{url}: gzip is cut short",
                        head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 10"),
                        bytes(Arrays.copyOf(Zips.gzip("hello"), 10))),
                row(
                        "an endless redirect",
                        "{url}: 302 Found: more than 3 redirects (hop 4)",
                        head("HTTP/1.1 302 Found\nLocation: /page\nContent-Length: 0")),
                row(
                        "a redirect without a location",
                        "{url}: 302 Found: redirected without a Location (hop 1)",
                        head("HTTP/1.1 302 Found\nContent-Length: 0")),
                row(
                        "a redirect to nothing",
                        "{url}: 301 Moved Permanently: redirected without a Location (hop 1)",
                        head("HTTP/1.1 301 Moved Permanently\nLocation: \nContent-Length: 0")),
                row(
                        "a redirect to a file",
                        "{url}: 302 Found: redirected to \"file:///etc/passwd\", expected an http or https URL (hop 1)",
                        head("HTTP/1.1 302 Found\nLocation: file:///etc/passwd\nContent-Length: 0")),
                row(
                        "a redirect to another scheme",
                        "{url}: 307 Temporary Redirect: redirected to \"ftp://127.0.0.1/x\", expected an http or https URL (hop 1)",
                        head("HTTP/1.1 307 Temporary Redirect\nLocation: ftp://127.0.0.1/x\nContent-Length: 0")),
                row(
                        "a redirect to what is no URL",
                        "{url}: 302 Found: redirected to \"http://a b/\", expected "
                                + "an http or https URL with all but plain ASCII escaped, a blank as %20 (hop 1)",
                        head("HTTP/1.1 302 Found\nLocation: http://a b/\nContent-Length: 0")),
                row(
                        "a redirect with a password and no scheme",
                        "{url}: 302 Found: redirected to \"…@127.0.0.1\", expected an http or https URL (hop 1)",
                        head("HTTP/1.1 302 Found\nLocation: u:secret@127.0.0.1\nContent-Length: 0")),
                row(
                        "a redirect with a password that is no part of a URL",
                        "{url}: 302 Found: redirected to \"http://…@127.0.0.1/\", expected "
                                + "an http or https URL with all but plain ASCII escaped, a blank as %20 (hop 1)",
                        head("HTTP/1.1 302 Found\nLocation: http://u:se cret@127.0.0.1/\nContent-Length: 0")),
                row(
                        "a redirect that refuses",
                        "cannot connect to 127.0.0.1:1: Connection refused",
                        head("HTTP/1.1 302 Found\nLocation: http://127.0.0.1:1/\nContent-Length: 0")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    void failsWithOneLineAndKeepsTheOldFile(String name, String line, Step[] steps) throws Exception {
        Files.writeString(output(), "old");
        server.on("/page", steps);
        JsonObject config = config(server.url("/page")).put("idleTimeout", "1s").put("maxRedirects", 3);

        FetchOutcome outcome = fetch(config);

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.summary()).startsWith("fetch: " + line.replace("{url}", server.url("/page")));
        if (!line.matches(".*\\([^)]*")) {
            assertThat(outcome.summary())
                    .hasSize("fetch: ".length()
                            + line.replace("{url}", server.url("/page")).length());
        }
        assertThat(outcome.summary()).hasLineCount(1);
        assertThat(told.log()).endsWith(outcome.summary() + "\n");
        assertSaved("old");
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        Files.writeString(output(), "old");
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        FetchOutcome outcome = fetch(config("http://127.0.0.1:" + port + "/"));

        assertThat(outcome.summary()).isEqualTo("fetch: cannot connect to 127.0.0.1:" + port + ": Connection refused");
        assertThat(outcome.status()).isZero();
        assertSaved("old");
    }

    @Test
    void saysThatAHostIsUnknown() throws Exception {
        Files.writeString(output(), "old");

        FetchOutcome outcome = fetch(config("http://no-such-host.invalid/"));

        assertThat(outcome.summary()).startsWith("fetch: cannot resolve no-such-host.invalid: ");
        assertSaved("old");
    }

    @Test
    void givesUpOnABlackHole() throws Exception {
        Files.writeString(output(), "old");
        try (BlackHole hole = new BlackHole()) {
            JsonObject config = config("http://127.0.0.1:" + hole.port() + "/").put("connectTimeout", "300ms");

            FetchOutcome outcome = fetch(config);

            assertThat(outcome.summary())
                    .isEqualTo("fetch: cannot connect to 127.0.0.1:" + hole.port() + ": no answer within 300ms");
            assertSaved("old");
        }
    }

    @Test
    void endsADripThatNeverFallsSilentAtTheTimeout() throws Exception {
        Files.writeString(output(), "old");
        CountDownLatch never = new CountDownLatch(1);
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 1000000"), (connection, out) -> {
            for (int i = 0; i < 1_000_000; i++) {
                out.write('x');
                never.await(20, TimeUnit.MILLISECONDS);
            }
        });

        FetchOutcome outcome =
                fetch(config(server.url("/page")).put("idleTimeout", "10s").put("timeout", "400ms"));

        assertThat(outcome.summary()).isEqualTo("fetch: " + server.url("/page") + ": not done within 400ms");
        assertThat(outcome.took()).isGreaterThan(Duration.ofMillis(390));
        assertSaved("old");
    }

    @Test
    void printsTheHeadOfAFailureToo() throws Exception {
        server.on("/page", head("HTTP/1.1 404 Not Found\nX-Why: gone\nContent-Length: 0"));

        fetch("/page");

        assertThat(told.product()).isEqualTo("HTTP/1.1 404 Not Found\nX-Why: gone\nContent-Length: 0\n\n");
    }

    @Test
    void saysWhenTheDirectoryIsMissing() throws Exception {
        server.on("/page", ok("new"));
        String output = directory.resolve("none/page.html").toString();

        FetchOutcome outcome = fetch(config(server.url("/page")).put("output", output));

        assertThat(outcome.summary())
                .isEqualTo("fetch: " + output + ": expected the directory " + directory.resolve("none")
                        + ", got nothing of that name");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void saysWhenTheOutputIsADirectory() throws Exception {
        server.on("/page", ok("new"));
        Files.createDirectory(output());

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.summary()).isEqualTo("fetch: " + output() + ": expected a file, got a directory");
        assertThat(server.requests()).isEmpty();
        assertAlone();
    }

    @Test
    void saysWhenTheDirectoryCannotBeWrittenTo() throws Exception {
        server.on("/page", ok("new"));
        Disk readOnly = (path, options) ->
                Future.failedFuture(new FileSystemException("Unable to open", new AccessDeniedException(path)));

        FetchOutcome outcome = fetch(config(server.url("/page")), new HttpFetchVerticle(readOnly));

        assertThat(outcome.summary()).isEqualTo("fetch: " + output() + ": no permission to write there");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void isNoSuccessOnAFullDisk() throws Exception {
        server.on("/page", ok("x".repeat(300_000)));
        for (int room : new int[] {0, 1, 65_536, 200_000, 299_999}) {
            Files.writeString(output(), "old");

            FetchOutcome outcome =
                    fetch(config(server.url("/page")), new HttpFetchVerticle(StrangeDisk.full(vertx, room)));

            assertThat(outcome.summary()).isEqualTo("fetch: " + output() + ": No space left on device");
            assertSaved("old");
        }
    }

    @Test
    void isNoSuccessWhenAnotherDownloadTookThePart() throws Exception {
        Files.writeString(output(), "old");
        server.on("/page", head("HTTP/1.1 200 OK\nContent-Length: 3"), (connection, out) -> {
            Path part = directory.resolve("page.html.part");
            Path other = Files.writeString(directory.resolve("other"), "NEW");
            Files.move(other, part, StandardCopyOption.REPLACE_EXISTING);
            out.write("new".getBytes());
        });

        FetchOutcome outcome = fetch("/page");

        assertThat(outcome.summary()).isEqualTo("fetch: " + output() + ": another download has taken page.html.part");
        assertThat(output()).hasContent("old");
        assertThat(directory.resolve("page.html.part")).hasContent("NEW");
    }
}
