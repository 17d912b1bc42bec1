package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testkit.Authority;
import dev.parley.testkit.BlackHole;
import dev.parley.testkit.Command;
import dev.parley.testkit.Flood;
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
import org.junit.jupiter.params.provider.CsvSource;
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
                        "conf.json:2:1: expected nothing after the JSON, got more of it"),
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
                Arguments.of(
                        "'deny': ['10.1.2.3/8']",
                        "-conf:1:22: server.deny[0]: expected no bits beyond the prefix, as in \"10.0.0.0/8\","
                                + " got \"10.1.2.3/8\""),
                Arguments.of(
                        "'limits': {'perAddress': 0}",
                        "-conf:1:38: server.limits.perAddress: expected a number of connections of at least 1, or false,"
                                + " got 0"),
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
    void refusesScriptsWithPlaceWishAndFact() throws Exception {
        Files.writeString(directory.resolve("wrong.json"), """
                { "framing": "lines", "vars": { "who": 5 }, "script": [
                  { "sevrer": "a" },
                  { "server": "a", "client": "b" },
                  { "server": 5 },
                  { "server": "Hello, {nmae}!" },
                  { "server": "a", "after": "soon" },
                  { "server": "a", "wthin": "1s" },
                  { "server": { "pattern": "(a", "say": "a" } },
                  { "server": { "pattern": "b+", "say": "a" } },
                  { "server": { "hex": "abc" } },
                  { "server": "a", "delivery": { "bytes": 0 } },
                  { "server": "a", "delivery": { "split": [2, 1] } },
                  { "pause": "1s" },
                  { "quiet": "us", "for": "1s" },
                  { "each": { "name": [] }, "do": [ { "client": "{name}" } ] },
                  { "repeat": 0, "do": [ { "client": "a" } ] },
                  { "connection": 1, "do": [] },
                  { "end": "server" }, { "server": "a" },
                  { "close": "server" }, { "client": "a" } ] }""");
        Command.Result result = run("check", "wrong.json");
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .containsExactly(
                        "wrong.json:1:14: framing: expected \"line\", \"crlf\", \"chunk\", {\"delimiter\": …}, {\"fixed\": …}, {\"length\": …} or {\"in\": …, \"out\": …}, got \"lines\"",
                        "wrong.json:1:40: vars.who: expected text, got 5",
                        "wrong.json:2:5: script[0].sevrer: unknown key, the nearest known one is \"server\"",
                        "wrong.json:3:3: script[1]: expected one speaker in a line, got \"server\" and \"client\"",
                        "wrong.json:4:15: script[2].server: expected text, {\"hex\": …} or {\"base64\": …}, got 5",
                        "wrong.json:5:15: script[3].server: expected a placeholder of {record}, {peer}, {connection}, {count}, {vars.who}, got {nmae}, the nearest known one is {peer}",
                        "wrong.json:6:29: script[4].after: expected a duration such as \"250ms\", \"1s\", \"5m\" or 0, got \"soon\"",
                        "wrong.json:7:20: script[5].wthin: unknown key, the nearest known one is \"within\"",
                        "wrong.json:8:28: script[6].server.pattern: expected a pattern that can be matched in linear time (RE2), got missing closing ): (a",
                        "wrong.json:9:41: script[7].server.say: expected text that its own pattern matches, got \"a\"",
                        "wrong.json:10:24: script[8].server.hex: expected hex digits in pairs, got \"abc\"",
                        "wrong.json:11:43: script[9].delivery.bytes: expected a number of bytes of at least 1, got 0",
                        "wrong.json:12:43: script[10].delivery.split: expected offsets in ascending order, got [2, 1]",
                        "wrong.json:13:3: script[11].by: expected \"server\" or \"client\", got nothing",
                        "wrong.json:14:14: script[12].quiet: expected \"server\" or \"client\", got \"us\"",
                        "wrong.json:15:23: script[13].each.name: expected at least one text, got none",
                        "wrong.json:16:15: script[14].repeat: expected a number of rounds from 1 to 1000000, got 0",
                        "wrong.json:17:28: script[15].do: expected at least one step, got none",
                        "wrong.json:18:36: script[17].server: expected nothing more of the server, whose side has ended before",
                        "wrong.json:19:26: script[19]: can never be reached, since the step before it ends the conversation");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            check                              | check: expected a script, or one to serve and one to speak, got none
            check nowhere.json                 | nowhere.json: expected a file, got nothing of that name
            check rules.json                   | rules.json: expected a script for the server, got none
            check a b c                        | expected nothing more, got "c"
            check a -conf b                    | check: expected its scripts alone, got -conf as well
            check a -instances 2               | -instances: expected 1 for check, got 2
            check rules.json -report out.txt   | -report: expected a file that ends in .json or .xml, got "out.txt"
            check rules.json -repotr out.xml   | unknown option "-repotr", the nearest known one is -report
            """)
    void refusesToCheckWhatIsNoScript(String line, String problem) throws Exception {
        Files.writeString(directory.resolve("rules.json"), "{\"server\": {\"rules\": []}}");
        Command.Result result = run(line.split(" "));
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err()).singleElement().asString().endsWith(problem);
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
    void refusesATransportThatIsNone() throws Exception {
        var result = Command.runSh(
                        directory,
                        java.util.Map.of("JAVA_OPTS", "-Dparley.transport=pigeon"),
                        "server",
                        "-conf",
                        "{\"server\": {}}")
                .ends();
        assertThat(result.exitCode()).isEqualTo(USAGE);
        assertThat(result.err())
                .last()
                .isEqualTo("parley: -Dparley.transport: expected nio, epoll or io_uring, got \"pigeon\"");
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -options | {"eventLoopPoolSize": 2147483647} | -options:1:23: eventLoopPoolSize: expected a number of event loops from 1 to 1024, got 2147483647
            -options | {"eventLoopPoolSize": 1e99} | -options:1:23: eventLoopPoolSize: expected a number of event loops from 1 to 1024, got 1E+99
            -options | {"eventLopPoolSize": 4} | -options:1:2: eventLopPoolSize: unknown key, the nearest known one is "eventLoopPoolSize"
            -options | {"workerPoolSize": "4"} | -options:1:20: workerPoolSize: expected a whole number, got "4"
            -options | {"workerPoolSize": 0} | parley: -options: workerPoolSize must be > 0
            -options | {"maxEventLoopExecuteTime": {}} | -options:1:29: maxEventLoopExecuteTime: expected a number, got an object
            -options | {"useDaemonThread": 1} | -options:1:21: useDaemonThread: expected true or false, got 1
            -options | {"addressResolverOptions": []} | -options:1:28: addressResolverOptions: expected an object, got an array
            -options | {"maxEventLoopExecuteTimeUnit": "FOO"} | parley: -options: maxEventLoopExecuteTimeUnit: expected a word such as NANOSECONDS, got FOO
            -deployment-options | {"threadingModel": "FOO"} | parley: -deployment-options: threadingModel: expected a word such as EVENT_LOOP, got FOO
            -deployment-options | {"instanses": 3} | -deployment-options:1:2: instanses: unknown key, the nearest known one is "instances"
            -deployment-options | {"instances": "3"} | -deployment-options:1:15: instances: expected a whole number, got "3"
            -deployment-options | {"config": {"server": {}}} | -deployment-options:1:12: config: expected the configuration in -conf, got it here
            """)
    void refusesOptionsThatVertxWouldNotUnderstand(String option, String json, String problem) throws Exception {
        refused(USAGE, problem, "server", option, json);
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
                        part(peer -> Flood.endless(peer).ends()),
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

    @Test
    void tellsWhatIsWrongWithCertificates() throws Exception {
        Authority authority = new Authority(directory);
        authority.issue("a", "dns:localhost");
        authority.issue("b", "dns:localhost");
        String conf = "{\"server\": {\"port\": 0, \"tls\": {\"certificate\": \"a.pem\", \"key\": \"%s\"}}}";
        Path files = directory.toRealPath();

        refused(
                USAGE,
                "-conf:1:63: server.tls.key: expected a PEM file of a private key, got nothing at " + files + "/no.key",
                "server",
                "-conf",
                conf.formatted("no.key"));
        refused(
                USAGE,
                "-conf:1:63: server.tls.key: expected the key of " + files + "/a.pem, got that of another at " + files
                        + "/b.key",
                "server",
                "-conf",
                conf.formatted("b.key"));
        try (Command server = Command.runSh(directory, "server", "-conf", conf.formatted("a.key"))) {
            int port = server.port();
            Command.Result result = run("client", "-conf", "{\"client\": {\"port\": " + port + ", \"tls\": {}}}");
            assertThat(result.exitCode()).isEqualTo(FAILED);
            assertThat(result.err())
                    .containsExactly(
                            "Configuration: -conf",
                            "client: cannot connect to 127.0.0.1:" + port + ": the certificate is not trusted"
                                    + " (unable to find valid certification path to requested target)");
            server.logs(
                    line -> line.endsWith(" refused: the peer does not trust the certificate (certificate_unknown)."));
        }
    }

    @Test
    void tellsOfAPortThatNeedsPrivileges() throws Exception {
        Path first = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        assumeTrue(
                Files.exists(first)
                        && Integer.parseInt(Files.readAllLines(first).get(0)) > 80,
                "port 80 is anybody's");
        String conf = "{\"server\": {\"port\": 80}}";
        try (Command command = Command.unprivileged(directory, "server", "-conf", conf)) {
            Command.Result result = command.ends();
            assertThat(result.exitCode()).isEqualTo(15);
            assertThat(result.err())
                    .containsExactly(
                            "Configuration: -conf", "parley: server: cannot listen on 127.0.0.1:80: Permission denied");
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
