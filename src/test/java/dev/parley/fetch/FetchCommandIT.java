package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static dev.parley.fetch.MisbehavingHttpServer.reset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import dev.parley.testkit.Authority;
import dev.parley.testkit.Command;
import dev.parley.testkit.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./run.sh fetch}: what it saves, what it says, and how it ends. */
@Timeout(120)
class FetchCommandIT {
    private static final String OLD = "what was there before";

    @TempDir
    Path directory;

    private MisbehavingHttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = MisbehavingHttpServer.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void takesTheUrlFromTheCommandLineAndTheNameFromIt() throws Exception {
        server.on("/a/page.html?q=1", ok("<p>hello</p>"));
        Command.Result result = run("fetch", server.url("/a/page.html?q=1"));
        assertThat(result.exitCode()).as(result.err().toString()).isZero();
        assertThat(result.out())
                .containsExactly(
                        "HTTP/1.1 200 OK",
                        "Content-Length: 12",
                        "",
                        "a5652be1ca864d36d25cfb54a41f384e2de1b3acf7513a925d72ed7258fdc0ae  page.html",
                        "Saved page.html (12 bytes).");
        assertThat(result.err()).hasSize(1);
        assertThat(directory.resolve("page.html")).hasContent("<p>hello</p>");
    }

    @Test
    void letsTheCommandLineBeatTheEnvironment() throws Exception {
        server.on("/line", ok("line"));
        Map<String, String> environment =
                Map.of("PARLEY_FETCH_URL", server.url("/environment"), "PARLEY_FETCH_OUTPUT", "environment");
        try (Command command = Command.runSh(directory, environment, "fetch", server.url("/line"))) {
            assertThat(command.ends().out()).contains("Saved line (4 bytes).");
        }
        try (Command command = Command.runSh(directory, environment, "fetch", server.url("/line"), "fetch")) {
            assertThat(command.ends().out()).contains("Saved fetch (4 bytes).");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**environment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'targets': ['{other}', {'url': '{other}2', 'output': 'mine', 'sha256': '{sum}'}]}",
                "{'url': '{other}', 'output': 'mine', 'sha256': '{sum}'}",
                "{'url': '{other}', 'sha512': '{sum}{sum}'}",
                "{'url': '{other}', 'md5': '900150983cd24fb0d6963f7d28e17f72'}",
                "{'url': '{other}', 'credentials': {'token': 's3.cret'}}",
            })
    void letsTheCommandLineBeatWhatAFileSaysOfOtherUrls(String section) throws Exception {
        server.on("/line", ok("line"));
        String fetch = section.replace('\'', '"')
                .replace("{other}", server.url("/other"))
                .replace("{sum}", "0123456789abcdef".repeat(4));
        Files.writeString(directory.resolve("conf.json"), "{\"fetch\": " + fetch + "}");

        Command.Result result = run("fetch", server.url("/line"), "-conf", "conf.json");

        assertThat(result.exitCode()).as(result.err().toString()).isZero();
        assertThat(result.out()).contains("HTTP/1.1 200 OK").last().isEqualTo("Saved line (4 bytes).");
        assertThat(server.requests()).hasSize(1).noneMatch(head -> head.contains("s3.cret"));
        assertThat(names()).containsExactly("conf.json", "line");
    }

    @Test
    void savesUnderTheNameOfTheCommandLine() throws Exception {
        server.on("/moved", head("HTTP/1.1 302 Found\nLocation: /zipped\nContent-Length: 0"));
        server.on(
                "/zipped",
                head("HTTP/1.1 200 OK\nContent-Encoding: gzip\nTransfer-Encoding: chunked"),
                bytes(Zips.chunked(Zips.gzip("unzipped"))));
        Command.Result result = run("fetch", server.url("/moved"), "mine.txt");
        assertThat(result.exitCode()).as(result.err().toString()).isZero();
        assertThat(result.err()).last().asString().contains("302 Found, on to " + server.url("/zipped"));
        assertThat(directory.resolve("mine.txt")).hasContent("unzipped");
    }

    @Test
    void fetchesOverHttpsWithAnAuthorityOfItsOwnAndOverIpv6() throws Exception {
        Path keys = Files.createDirectory(directory.resolve("keys"));
        Authority authority = new Authority(keys);
        try (MisbehavingHttpServer tls =
                MisbehavingHttpServer.startTls(authority.issue("six", "ip:::1").context(), "::1")) {
            tls.on("/x", ok("over TLS"));
            String conf = "{\"fetch\": {\"url\": \"%s\", \"output\": \"x\", \"trust\": \"keys/ca.pem\"}}"
                    .formatted(tls.url("/x"));
            Files.writeString(directory.resolve("conf.json"), conf);
            Command.Result result = run("fetch", "-conf", "conf.json");
            assertThat(result.exitCode()).as(result.err().toString()).isZero();
            assertThat(directory.resolve("x")).hasContent("over TLS");

            Command.Result untrusted = run("fetch", tls.url("/x"));
            assertThat(untrusted.exitCode()).isEqualTo(1);
            assertThat(untrusted.err()).hasSize(2).last().asString().contains("the certificate is not trusted");
        }
    }

    @Test
    void keepsOffAnotherProcessEvenAfterASecondDownloadInTheFirst() throws Exception {
        server.on("/page", ok("mixed"));
        Path output = directory.resolve("page");
        Vertx vertx = Vertx.vertx();
        try {
            Part first = part(vertx, output).await(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> part(vertx, output).await(10, TimeUnit.SECONDS))
                    .hasMessageEndingWith("another download is writing " + output + ".part");

            Command.Result other = run("fetch", server.url("/page"), output.toString());

            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.err()).last().asString().endsWith("another download is writing " + output + ".part");
            first.discard().await(10, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
        assertThat(run("fetch", server.url("/page"), output.toString()).exitCode())
                .isZero();
    }

    private static Future<Part> part(Vertx vertx, Path output) {
        return Part.open(vertx, vertx.fileSystem()::open, output.toString(), true, Optional.empty());
    }

    @Test
    void keepsOffAnotherProcessAlsoWhereOthersCanWrite() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        server.on("/page", ok("mixed"));
        Vertx vertx = Vertx.vertx();
        try {
            Part first = part(vertx, open.resolve("page")).await(10, TimeUnit.SECONDS);

            Command.Result other =
                    run("fetch", server.url("/page"), open.resolve("page").toString());

            assertThat(other.err()).last().asString().endsWith("another download is writing " + open + "/page.part");
            first.discard().await(10, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void savesUnderTheStockLauncherAndGoesOn() throws Exception {
        server.on("/x", ok("stock"));
        List<String> stock = List.of(
                Command.java(),
                "-cp",
                Command.jar().toString(),
                "io.vertx.launcher.application.VertxApplication",
                "dev.parley.fetch.HttpFetchVerticle",
                "-conf",
                "{\"fetch\": {\"url\": \"%s\"}}".formatted(server.url("/x")));
        try (Command command = Command.run(directory, Map.of(), stock)) {
            command.says("Saved x (5 bytes)."::equals);
            assertThat(command.alive()).isTrue();
            assertThat(directory.resolve("x")).hasContent("stock");
        }
    }

    @Test
    void removesWhatThereIsWhenItIsEnded() throws Exception {
        server.on("/x", head("HTTP/1.1 200 OK\nContent-Length: 100"), bytes("begun"), hang());
        try (Command command = Command.runSh(directory, "fetch", server.url("/x"))) {
            command.says("HTTP/1.1 200 OK"::equals);
            command.signal("TERM");
            assertThat(command.ends().exitCode()).isEqualTo(143);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void fetchesManyAndTellsOfThoseThatFailed() throws Exception {
        StringBuilder targets = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            server.on("/file" + i, i % 7 == 3 ? new Step[] {reset()} : ok("content " + i));
            targets.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(server.url("/file" + i))
                    .append('"');
        }
        String conf = "{\"fetch\": {\"targets\": [" + targets + "]}}";

        Command.Result result = run("fetch", "-conf", conf, "-instances", "2", "-report", "report.json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).hasSize(17).allMatch(line -> line.matches("[0-9a-f]{64}  file\\d+"));
        assertThat(result.err()).hasSize(1 + 3 + 1);
        assertThat(result.err()).last().asString().startsWith("fetch: 20 targets: 17 saved, 0 unchanged, 3 failed; ");
        assertThat(server.requests()).hasSize(20);
        assertThat(names()).hasSize(17 + 1);
        Files.write(directory.resolve("sums"), result.out());
        try (Command check = Command.run(directory, Map.of(), List.of("sha256sum", "-c", "--strict", "sums"))) {
            assertThat(check.ends().exitCode()).isZero();
        }
    }

    @Test
    void goesThroughTheProxyOfTheEnvironment() throws Exception {
        server.on("/x", ok("hello"));
        String url = server.url("inside.example", "/x");
        try (LoggingProxy proxy = LoggingProxy.http()) {
            Map<String, String> environment = Map.of("http_proxy", "http://127.0.0.1:" + proxy.port() + "/");
            try (Command command = Command.runSh(directory, environment, "fetch", url)) {
                assertThat(command.ends().exitCode()).isZero();
            }
            assertThat(proxy.log()).hasSize(1);
            assertThat(directory.resolve("x")).hasContent("hello");
        }
        try (Command command = Command.runSh(directory, Map.of("http_proxy", "ftp://me:s3cret@p"), "fetch", url)) {
            Command.Result result = command.ends();
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err())
                    .containsExactly("parley: http_proxy: expected a proxy such as \"http://proxy.example:3128\" or"
                            + " \"socks5://127.0.0.1:1080\", got something else");
        }
    }

    @Test
    void goesThroughNoProxyOfTheEnvironmentIfTheFileSaysSo() throws Exception {
        server.on("/x", ok("hello"));
        try (LoggingProxy proxy = LoggingProxy.http()) {
            Map<String, String> environment = Map.of("http_proxy", "http://127.0.0.1:" + proxy.port());
            String conf = "{\"fetch\": {\"url\": \"%s\", \"proxy\": %s}}";
            String direct = conf.formatted(server.url("/x"), false);
            try (Command command = Command.runSh(directory, environment, "fetch", "-conf", direct)) {
                assertThat(command.ends().exitCode()).isZero();
            }
            assertThat(proxy.log()).isEmpty();
            assertThat(server.requests()).hasSize(1);

            try (Command command = Command.runSh(directory, environment, "fetch", server.url("/x"))) {
                assertThat(command.ends().exitCode()).isZero();
            }
            assertThat(proxy.log()).hasSize(1);
        }
    }

    @Test
    void takesATokenFromTheEnvironmentAndShowsItToTheServerAlone() throws Exception {
        server.on("/x", head("HTTP/1.1 302 Found\nLocation: /y\nContent-Length: 0"));
        server.on("/y", ok("hello"));
        server.on("/z", head("HTTP/1.1 401 Unauthorized\nContent-Length: 0"));
        Map<String, String> environment = Map.of("PARLEY_FETCH_CREDENTIALS_TOKEN", "s3.cret");

        for (String path : List.of("/x", "/z")) {
            try (Command command =
                    Command.runSh(directory, environment, "fetch", server.url(path), "-report", "report.json")) {
                Command.Result result = command.ends();
                assertThat(result.exitCode()).as(result.err().toString()).isEqualTo(path.equals("/x") ? 0 : 1);
                assertThat(result.out() + "" + result.err() + Files.readString(directory.resolve("report.json")))
                        .contains(server.url(path))
                        .doesNotContain("s3.cret");
            }
        }

        assertThat(server.requests()).hasSize(3).allMatch(head -> head.contains("\nAuthorization: Bearer s3.cret"));
    }

    static Stream<Arguments> failures() {
        String short100 = "HTTP/1.1 200 OK\nContent-Length: 100";
        return Stream.of(
                row("404", "404 Not Found", head("HTTP/1.1 404 Not Found\nContent-Length: 2"), bytes("no")),
                row("500", "500 Oh", head("HTTP/1.1 500 Oh\nContent-Length: 0")),
                row("a redirect loop", "more than 10 redirects (hop 11)", redirect("/x")),
                row("a redirect without a place", "redirected without a Location (hop 1)", redirect(" ")),
                row(
                        "a redirect elsewhere",
                        "redirected to \"ftp://127.0.0.1/\", expected",
                        redirect("ftp://127.0.0.1/")),
                row("a body cut short", "cut short: expected 100 bytes, got 5", head(short100), bytes("hello")),
                row(
                        "chunks cut short",
                        "cut short: got 3 bytes and no end",
                        head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked"),
                        bytes("5\r\nhel")),
                row("a reset", "cut short: expected 100 bytes, got 5", head(short100), bytes("hello"), reset()),
                row("not HTTP", "expected HTTP, got something else", bytes("SSH-2.0-x\r\n\r\n")),
                row("a silent head", "no answer within 500ms", hang()),
                row("a silent body", "silent for 500ms after 5 bytes", head(short100), bytes("hello"), hang()));
    }

    private static Arguments row(String what, String words, Step... steps) {
        return Arguments.of(what, words, steps);
    }

    private static Step redirect(String location) {
        return head("HTTP/1.1 302 Found\nContent-Length: 0\nLocation: " + location);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void keepsTheOldFileAndTellsOf(String what, String words, Step[] steps) throws Exception {
        server.on("/x", steps);
        failed(words, Map.of("PARLEY_FETCH_IDLE_TIMEOUT", "500ms"), "fetch", server.url("/x"), "old.html");
    }

    @Test
    void keepsTheOldFileWhenNobodyAnswers() throws Exception {
        int port = ScriptedServer.deafPort();
        failed(
                "cannot connect to 127.0.0.1:" + port + ": Connection refused",
                Map.of(),
                "fetch",
                "http://127.0.0.1:" + port + "/",
                "old.html");
        failed("unknown host", Map.of(), "fetch", "http://no-such-host.invalid/", "old.html");
    }

    @Test
    void tellsOfAnOutputThatCannotBe() throws Exception {
        server.on("/x", ok("new"));
        Files.createDirectory(directory.resolve("folder"));
        failed("folder: expected a file, got a directory", Map.of(), "fetch", server.url("/x"), "folder");
        failed("got nothing of that name", Map.of(), "fetch", server.url("/x"), "missing/x.html");
        failed("/proc/x: ", Map.of(), "fetch", server.url("/x"), "/proc/x");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void tellsOfADirectoryThatIsReadOnly() throws Exception {
        server.on("/x", ok("new"));
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        try (Command command = Command.unprivileged(directory, "fetch", server.url("/x"), "locked/x")) {
            Command.Result result = command.ends();
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).hasSize(2).last().asString().startsWith("fetch: locked/x: ");
        }
        assertThat(locked).isEmptyDirectory();
    }

    @Test
    void followsNoRedirectFromHttpsToHttp() throws Exception {
        Authority authority = new Authority(Files.createDirectory(directory.resolve("keys")));
        try (MisbehavingHttpServer tls = MisbehavingHttpServer.startTls(
                authority.issue("four", "ip:127.0.0.1").context(), "127.0.0.1")) {
            tls.on("/x", redirect(server.url("/x")));
            String conf = "{\"fetch\": {\"url\": \"%s\", \"output\": \"old.html\", \"trust\": \"keys/ca.pem\"}}";
            failed("redirected from https to http", Map.of(), "fetch", "-conf", conf.formatted(tls.url("/x")));
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void refusesAUrlThatIsNone() throws Exception {
        for (String url : List.of("sina", "ftp://127.0.0.1/x", "http://", "http://127.0.0.1:99999/", "http://a b/")) {
            Command.Result result = run("fetch", url);
            assertThat(result.exitCode()).as(url).isEqualTo(2);
            assertThat(result.err()).hasSize(1).first().asString().startsWith("URL: fetch.url: expected ");
        }
    }

    /** One line for the configuration, redirects apart one for the failure, and nothing else has changed. */
    private void failed(String words, Map<String, String> environment, String... arguments) throws Exception {
        Path old = directory.resolve("old.html");
        Files.writeString(old, OLD);
        List<String> before = names();
        try (Command command = Command.runSh(directory, environment, arguments)) {
            Command.Result result = command.ends();
            assertThat(result.exitCode()).isEqualTo(1);
            List<String> log = new ArrayList<>(result.err());
            log.removeIf(line -> line.contains(", on to "));
            assertThat(log).hasSize(2).last().asString().startsWith("fetch: ").contains(words);
        }
        assertThat(old).hasContent(OLD);
        assertThat(names()).isEqualTo(before);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Command.Result run(String... arguments) throws Exception {
        try (Command command = Command.runSh(directory, arguments)) {
            return command.ends();
        }
    }
}
