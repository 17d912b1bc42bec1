package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.BlackHole;
import dev.parley.testkit.Command;
import dev.parley.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user can do wrong, through the real command line: an exit code, and lines that name place, wish and fact. */
@Timeout(120)
class BadInputIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_DEPLOYED = 15;

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("empty", "", "conf.json: expected one JSON object, got nothing"),
                Arguments.of(
                        "broken",
                        "{\n  \"server\": {\n    \"port\": 1,,\n  }\n}",
                        "conf.json:3:15: expected JSON, got a fault: unexpected character (',' (code 44))"),
                Arguments.of("cut off", "{ \"server\": {", "conf.json:1:14: expected JSON, got a fault: unexpected"),
                Arguments.of("an array", "[1]", "conf.json: expected one JSON object, got an array"),
                Arguments.of(
                        "duplicate keys",
                        "{ \"server\": {\"port\": 1,\n \"port\": 2} }",
                        "conf.json:2:8: expected JSON, got the key \"port\" a second time"),
                Arguments.of(
                        "trailing text",
                        "{ \"server\": {} }\n{}",
                        "conf.json:2:1: expected nothing after the JSON object, got more of it"),
                Arguments.of(
                        "a null section",
                        "{ \"server\": null }",
                        "conf.json:1:13: server: expected a section, got null"),
                Arguments.of(
                        "an absent section",
                        "{ \"client\": {} }",
                        "server: expected a section, got nothing (was -conf read?)"),
                Arguments.of(
                        "an unknown section",
                        "{ \"server\": {}, \"sever\": {} }",
                        "conf.json:1:17: sever: unknown key, the nearest known one is \"server\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void refusesAFileThatIs(String what, String text, String line) throws Exception {
        Files.writeString(directory.resolve("conf.json"), text);
        Command.Result result = run("server", "-conf", "conf.json");
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err()).hasSize(1).first().asString().startsWith(line);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void refusesAFileThatIsNotThere() throws Exception {
        refused(USAGE, "no.json: expected a file, got nothing of that name", "server", "-conf", "no.json");
        refused(USAGE, ".: expected a file, got a directory", "server", "-CONF=.");
        refused(USAGE, "-conf: expected one JSON object, got nothing", "server", "--conf", " ");
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("'port': 70000", "-conf:1:21: server.port: expected a port from 0 to 65535, got 70000"),
                Arguments.of("'port': -1", "-conf:1:21: server.port: expected a port from 0 to 65535, got -1"),
                Arguments.of("'port': '80x'", "-conf:1:21: server.port: expected a port from 0 to 65535, got \"80x\""),
                Arguments.of("'port': '80'", "-conf:1:21: server.port: expected a port from 0 to 65535, got \"80\""),
                Arguments.of("'prot': 1", "-conf:1:13: server.prot: unknown key, the nearest known one is \"port\""),
                Arguments.of("'backlog': -5", "-conf:1:24: server.backlog: expected a backlog from 1 to 65535, got -5"),
                Arguments.of(
                        "'delay': 'soon'",
                        "-conf:1:22: server.delay: expected a duration such as \"250ms\", \"1s\", \"5m\" or 0, got \"soon\""),
                Arguments.of(
                        "'framing': {'delimiter': ''}",
                        "-conf:1:38: server.framing.delimiter: expected a delimiter of one byte or more, got none"),
                Arguments.of(
                        "'framing': 'lines'",
                        "-conf:1:24: server.framing: expected \"line\", \"crlf\", \"chunk\", {\"delimiter\": …},"
                                + " {\"fixed\": …}, {\"length\": …} or {\"in\": …, \"out\": …}, got \"lines\""),
                Arguments.of(
                        "'reply': 'Hello, {recrod}!'",
                        "-conf:1:22: server.reply: expected a placeholder of {record}, {peer}, {connection}, {count},"
                                + " got {recrod}, the nearest known one is {record}"),
                Arguments.of("'host': 5", "-conf:1:21: server.host: expected a host name or address, got 5"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void refusesTheKey(String key, String line) throws Exception {
        refused(USAGE, line, "server", "-conf", "{\"server\": {" + key.replace('\'', '"') + "}}");
    }

    @Test
    void tellsAllProblemsAtOnce() throws Exception {
        Files.writeString(directory.resolve("conf.json"), """
                { "server": { "port": 70000, "dealy": 1 },
                  "client": { "names": "Al", "patience": 0 } }""");
        Command.Result result = run("client", "-conf", "conf.json");
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err())
                .containsExactly(
                        "conf.json:1:23: server.port: expected a port from 0 to 65535, got 70000",
                        "conf.json:1:30: server.dealy: unknown key, the nearest known one is \"delay\"",
                        "conf.json:2:24: client.names: expected a list of names, got \"Al\"",
                        "conf.json:2:42: client.patience: expected a duration of at least 1ms, got 0");
    }

    @Test
    void refusesOverlaysThatFitNoKey() throws Exception {
        var result = Command.runSh(
                        directory,
                        java.util.Map.of("PARLEY_SERVER_PROT", "1", "JAVA_OPTS", "-Dparley.server.delay=soon"),
                        "server",
                        "-conf",
                        "{\"server\": {}}")
                .ends();
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err())
                .containsExactlyInAnyOrder(
                        "-Dparley.server.delay: server.delay: expected a duration such as \"250ms\", \"1s\", \"5m\" or 0,"
                                + " got \"soon\"",
                        "PARLEY_SERVER_PROT: unknown key, the nearest known one is PARLEY_SERVER_PORT");
    }

    @Test
    void refusesACommandLineThatIsNone() throws Exception {
        refused(
                USAGE,
                "parley: expected a role (server, client, fetch, check, demo) or a verticle's class, got \"serve\"; the nearest"
                        + " known one is server",
                "serve");
        refused(USAGE, "parley: -instances: expected a number of at least 1, got 0", "server", "-instances", "0");
        refused(USAGE, "parley: -instances: expected a number of at least 1, got -1", "server", "-instances", "-1");
        refused(USAGE, "parley: -instances: expected 1 for fetch, got 2", "fetch", "-instances", "2");
        refused(USAGE, "parley: unknown option \"-cnf\", the nearest known one is -conf", "server", "-cnf", "x");
        refused(USAGE, "parley: expected nothing more, got \"now\"", "server", "now");
        refused(USAGE, "-options: expected one JSON object, got an array", "server", "-options", "[]");
        refused(
                USAGE,
                "parley: -instances: expected a number of at least 1, got 0",
                "server",
                "-deployment-options",
                "{\"instances\": 0}");
    }

    @Test
    void tellsAnAddressItCannotListenOn() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            notDeployed(
                    "parley: server: cannot listen on 127.0.0.1:" + port + ": Address already in use",
                    "{\"server\": {\"port\": " + port + "}}");
        }
        notDeployed(
                "parley: server: cannot listen on 203.0.113.1:9999: Cannot assign requested address",
                "{\"server\": {\"host\": \"203.0.113.1\"}}");
        notDeployed(
                "parley: server.host: unknown host \"no-such-host.invalid\"",
                "{\"server\": {\"host\": \"no-such-host.invalid\"}}");
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int port = ScriptedServer.deafPort();
        Command.Result result = run("client", "-conf", "{\"client\": {\"port\": " + port + "}}");
        assertThat(result.exitCode()).isEqualTo(FAILED);
        assertThat(result.err())
                .containsExactly(
                        "Configuration: -conf", "client: cannot connect to 127.0.0.1:" + port + ": Connection refused");
    }

    @Test
    void tellsThatNothingComesBack() throws Exception {
        try (BlackHole nobody = new BlackHole()) {
            Command.Result result = run(
                    "client",
                    "-conf",
                    "{\"client\": {\"port\": " + nobody.port() + ", \"connectTimeout\": \"300ms\"}}");
            assertThat(result.exitCode()).isEqualTo(FAILED);
            assertThat(result.err())
                    .last()
                    .isEqualTo("client: cannot connect to 127.0.0.1:" + nobody.port() + ": no answer within 300ms");
        }
        Command.Result unknown = run("client", "-conf", "{\"client\": {\"host\": \"no-such-host.invalid\"}}");
        assertThat(unknown.exitCode()).isEqualTo(FAILED);
        assertThat(unknown.err()).last().isEqualTo("client: unknown host \"no-such-host.invalid\"");
    }

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of("closes before the greeting", part(peer -> {}), "greeting: expected a record, got FIN"),
                Arguments.of(
                        "closes in the greeting",
                        part(peer -> peer.says("Wel")),
                        "greeting: expected a record, got \"Wel\" unfinished, then FIN after "),
                Arguments.of(
                        "closes after the greeting",
                        part(peer -> peer.says("Welcome!\n")),
                        "answer to \"Michael\": expected \"Hello, Michael!\", got "),
                Arguments.of(
                        "is silent",
                        part(peer -> peer.hearsToTheEnd()),
                        "greeting: expected a record, got a time-out after 2s"),
                Arguments.of(
                        "answers wrongly",
                        part(peer -> peer.says("Welcome!\nGoodbye\n").hearsToTheEnd()),
                        "answer to \"Michael\": expected \"Hello, Michael!\", got \"Goodbye\" after "),
                Arguments.of(
                        "sends an endless record",
                        part(peer -> {
                            peer.says("x".repeat(100_000));
                            peer.hearsToTheEnd();
                        }),
                        "a record longer than limits.record (65536 bytes)"),
                Arguments.of(
                        "resets",
                        part(peer -> {
                            peer.says("Welcome!\n").hears("Michael\n");
                            peer.resets();
                        }),
                        "answer to \"Michael\": expected \"Hello, Michael!\", got RST after "));
    }

    private static ScriptedServer.Part part(ScriptedServer.Part part) {
        return part;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void tellsOfAServerThat(String what, ScriptedServer.Part part, String words) throws Exception {
        try (ScriptedServer server = ScriptedServer.with(part)) {
            String conf = "{\"client\": {\"port\": %d, \"expect\": \"Hello, {name}!\", \"patience\": \"2s\"}}"
                    .formatted(server.port());
            Command.Result result = run("client", "-conf", conf);
            assertThat(result.exitCode()).isEqualTo(FAILED);
            assertThat(result.err()).hasSize(2);
            assertThat(result.err().get(1))
                    .startsWith("client: 127.0.0.1:" + server.port() + ": ")
                    .contains(words);
        }
    }

    private void notDeployed(String line, String conf) throws Exception {
        Command.Result result = run("server", "-conf", conf);
        assertThat(result.exitCode()).isEqualTo(NOT_DEPLOYED);
        assertThat(result.err()).containsExactly("Configuration: -conf", line);
    }

    private void refused(int exitCode, String line, String... arguments) throws Exception {
        Command.Result result = run(arguments);
        assertThat(result.exitCode()).as(String.join(" ", result.err())).isEqualTo(exitCode);
        assertThat(result.err()).isEqualTo(List.of(line));
        assertThat(result.out()).isEmpty();
    }

    private Command.Result run(String... arguments) throws IOException, InterruptedException {
        try (Command command = Command.runSh(directory, arguments)) {
            return command.ends();
        }
    }
}
