package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testkit.Command;
import dev.parley.testkit.Flood;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product as it is used: through run.sh, in processes of its own. */
@Timeout(120)
class CommandLineIT {
    private static final String FREE = "{\"server\": {\"port\": 0, \"delay\": 0}}";

    /** What a loaded machine may take longer, in milliseconds. */
    private static final long ROOM = 4_000;

    @TempDir
    Path directory;

    @Test
    void holdsTheTutorialsConversationInTwoTerminals() throws Exception {
        // Whoever runs the tests in the background of a shell has SIGINT ignored, and hands that down.
        List<String> command =
                List.of("env", "--default-signal=INT", Command.runSh().toString(), "server");
        try (Command server = Command.run(directory, Map.of("PARLEY_SERVER_PORT", "0"), command)) {
            int port = server.port();
            server.logs("Waiting for connection..."::equals);
            Command.Result client = client(Map.of("PARLEY_CLIENT_PORT", Integer.toString(port)));
            assertThat(client.out()).containsExactly("Welcome!", "Hello, Michael!", "Hello, Tracy!", "Hello, Sarah!");
            assertThat(client.exitCode()).as(client.err().toString()).isZero();

            server.logs(line -> line.matches("Accept new connection from 127\\.0\\.0\\.1:\\d+\\.\\.\\."));
            server.logs(line -> line.matches("Connection from 127\\.0\\.0\\.1:\\d+ closed\\."));
            server.signal("INT");
            Command.Result ended = server.ends();
            assertThat(ended.exitCode()).isEqualTo(130);
            assertThat(ended.err()).last().isEqualTo("Closed: 1 connections, 3 records, 0 replies lost.");
            assertThat(ended.err().get(0)).startsWith("Configuration: ").endsWith("/conf/parley.json");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void answersWhatIsDueBeforeSigtermEndsItAndRefusesWhoComesMeanwhile() throws Exception {
        String conf = """
                {"server": {"port": 0, "drain": "8s", "rules": [
                   {"on": "Al", "say": "Hello, Al!"}, {"after": "4s", "say": "Hello, {record}!"}]}}""";
        try (Command server = Command.runSh(directory, "server", "-conf", conf, "-instances", "2")) {
            int port = server.port();
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                peers.add(Peer.connect(port).hears("Welcome!\n"));
            }
            for (Peer peer : peers) {
                peer.says("Al\nBo\n").hears("Hello, Al!\n"); // so that the other name has been read as well
            }
            long began = System.nanoTime();
            server.signal("TERM");
            Stage.await(() -> Peer.refusedAt(port));
            for (Peer peer : peers) {
                assertThat(peer.isTold())
                        .as("is answered before others are refused")
                        .isFalse();
            }
            for (Peer peer : peers) {
                assertThat(peer.hearsToTheEnd()).isEqualTo("Hello, Bo!\n");
                peer.close();
            }
            Command.Result ended = server.ends();
            assertThat(millisSince(began)).isLessThan(8_000 + 1_000 + ROOM);
            assertThat(ended.exitCode()).isEqualTo(143);
            assertThat(ended.err()).last().asString().endsWith(" connections, 200 records, 0 replies lost.");
            assertThat(ended.err())
                    .as("no stack traces of who came too late")
                    .noneMatch(line -> line.contains("Exception"));
        }
    }

    @Test
    void isKeptFromItsEndByNobodyForLongerThanItsDrain() throws Exception {
        String conf = "{\"server\": {\"port\": 0, \"delay\": \"10m\", \"drain\": \"1s\", \"log\": \"records\"}}";
        try (Command server = Command.runSh(directory, "server", "-conf", conf, "-instances", "2");
                Peer waits = Peer.connect(server.port());
                Peer floods = Peer.connect(server.port())) {
            waits.says("Al\nBo\n");
            Flood flood = Flood.of(floods);
            server.logs(line -> line.endsWith(" << Al"));
            server.logs(line -> line.endsWith(" << Michael"));
            long began = System.nanoTime();
            server.signal("TERM");
            List<String> log = server.ends().err();
            assertThat(millisSince(began)).isBetween(1_000L, 1_000 + 1_000 + ROOM);
            assertThat(log).last().asString().matches("Closed: 2 connections, \\d+ records, [1-9]\\d+ replies lost\\.");
            flood.ends();
        }
    }

    @Test
    void readsItsConfigurationAnewInEachRun() throws Exception {
        Path conf = directory.resolve("my.json");
        Files.writeString(conf, "{\"server\": {\"port\": 0, \"greeting\": \"Salve!\"}}");
        try (Command server = Command.runSh(directory, "server", "-conf", "my.json")) {
            server.logs("Configuration: my.json"::equals);
            Peer.connect(server.port()).hears("Salve!\n").close();
        }
        Files.writeString(conf, "{\"server\": {\"port\": 0, \"greeting\": \"Ave!\"}}");
        try (Command server = Command.runSh(directory, "server", "--CONF=my.json")) {
            Peer.connect(server.port()).hears("Ave!\n").close();
        }
    }

    @Test
    void letsTheEnvironmentBeatTheFileAndAPropertyBeatBoth() throws Exception {
        Map<String, String> environment = Map.of("PARLEY_SERVER_GREETING", "environment", "PARLEY_SERVER_DELAY", "0");
        String conf = "{\"server\": {\"port\": 0, \"greeting\": \"file\", \"delay\": \"10m\"}}";
        try (Command server = Command.runSh(directory, environment, "server", "-conf", conf)) {
            Peer.connect(server.port())
                    .says("x\n")
                    .hears("environment\nHello, x!\n")
                    .close();
        }
        environment = Map.of(
                "PARLEY_SERVER_GREETING", "environment",
                "JAVA_OPTS", "-Dparley.server.greeting=property");
        try (Command server = Command.runSh(directory, environment, "server", "-conf", conf)) {
            Peer.connect(server.port()).hears("property\n").close();
        }
    }

    @ParameterizedTest
    @CsvSource({"nio, false", "epoll, true"})
    void carriesTheBytesByTheTransportThatIsAskedFor(String transport, boolean epoll) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "processes show what they have loaded");
        Map<String, String> environment = Map.of("JAVA_OPTS", "-Dparley.transport=" + transport);
        try (Command server = Command.runSh(directory, environment, "server", "-conf", FREE)) {
            Peer.connect(server.port()).hears("Welcome!\n").close();
            String loaded = Files.readString(Path.of("/proc/" + server.pid() + "/maps"));
            assertThat(loaded.contains("netty_transport_native_epoll")).isEqualTo(epoll);
        }
    }

    @Test
    void runsFromTheBareJarWithItsBuiltInConfiguration() throws Exception {
        List<String> java = List.of(Command.java(), "-Dparley.server.port=0", "-jar", jar(), "server");
        try (Command server = Command.run(directory, Map.of(), java)) {
            server.logs("Configuration: built-in"::equals);
            Peer.connect(server.port()).hears("Welcome!\n").close();
        }
    }

    @Test
    void showsTheDemo() throws Exception {
        Command.Result demo;
        try (Command command = Command.runSh(directory)) {
            demo = command.ends();
        }
        assertThat(demo.exitCode()).as(demo.err().toString()).isZero();
        assertThat(demo.out()).containsSubsequence("Welcome!", "Hello, Michael!", "Hello, Tracy!", "Hello, Sarah!");
        String saved = demo.out().get(demo.out().size() - 1);
        assertThat(saved).matches("Saved /.*index\\.html \\(\\d+ bytes\\)\\.");
        Path page = Path.of(saved.substring("Saved ".length(), saved.lastIndexOf(" (")));
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").endsWith("one process.</p>\n");
    }

    @Test
    void takesTheDemosWordsFromTheConfiguration() throws Exception {
        String conf = """
                { "server": { "greeting": "Salve!", "reply": "Ave, {record}.", "delay": "1ms" },
                  "client": { "names": ["Marcus"], "expect": "Ave, {name}." } }""";
        try (Command command = Command.runSh(directory, "-conf", conf)) {
            Command.Result demo = command.ends();
            assertThat(demo.exitCode()).as(demo.err().toString()).isZero();
            assertThat(demo.out()).startsWith("Salve!", "Ave, Marcus.");
        }
        try (Command command = Command.runSh(directory, "-conf", conf.replace("\"Ave, {name}.\"", "\"Vale\""))) {
            Command.Result demo = command.ends();
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err()).anyMatch(line -> line.contains("expected \"Vale\", got \"Ave, Marcus.\""));
        }
    }

    @Test
    void servesUnderTheStockLauncher() throws Exception {
        List<String> stock = stock(
                "dev.parley.server.EchoServerVerticle",
                "-conf",
                FREE.replace("\"port\": 0", "\"port\": 0, \"log\": \"quiet\""),
                "-instances",
                "4",
                "-options",
                "{\"eventLoopPoolSize\":4}");
        try (Command server = Command.run(directory, Map.of(), stock)) {
            int port = server.port();
            StringBuilder names = new StringBuilder();
            StringBuilder answers = new StringBuilder("Welcome!\n");
            for (int i = 0; i < 300; i++) {
                names.append("name ").append(i).append('\n');
                answers.append("Hello, name ").append(i).append("!\n");
            }
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                peers.add(Peer.connect(port).says(names.toString()));
            }
            for (Peer peer : peers) {
                peer.hears(answers.toString()).close();
            }
            server.signal("TERM");
            List<String> log = server.ends().err();
            assertThat(log).contains("Closed: 400 connections, 120000 records, 0 replies lost.");
            for (int i = 1; i <= 4; i++) {
                assertThat(log).contains("Instance " + i + ": 100 connections, 30000 records, 0 replies lost.");
            }
        }
    }

    @Test
    void doesNotEndTheStockLaunchersProcess() throws Exception {
        try (Command server = Command.runSh(directory, "server", "-conf", FREE)) {
            List<String> stock = stock(
                    "dev.parley.client.EchoClientVerticle",
                    "-conf",
                    "{\"client\": {\"port\": %d}}".formatted(server.port()));
            try (Command client = Command.run(directory, Map.of(), stock)) {
                client.says("Hello, Sarah!"::equals);
                server.logs(line -> line.endsWith(" closed."));
                assertThat(client.alive()).isTrue();
                client.signal("TERM");
                assertThat(client.ends().exitCode()).isEqualTo(143);
            }
        }
    }

    @Test
    void refusesToStartUnderTheStockLauncherWithoutAConfiguration() throws Exception {
        List<String> stock = stock("dev.parley.server.EchoServerVerticle", "-conf", "no-such-file.json");
        try (Command server = Command.run(directory, Map.of(), stock)) {
            Command.Result result = server.ends();
            assertThat(result.exitCode()).isEqualTo(15);
            assertThat(result.err())
                    .anyMatch(line -> line.contains("server: expected a section, got nothing (was -conf read?)"));
        }
    }

    @Test
    void triesEveryAddressOfANameUntilOneAnswers() throws Exception {
        Path hosts = directory.resolve("hosts");
        Files.writeString(hosts, "127.0.0.1 both\n::1 both\n");
        String ipv6 = "{\"server\": {\"host\": \"::1\", \"port\": 0, \"delay\": 0}}";
        try (Command server = Command.runSh(directory, "server", "-conf", ipv6)) {
            Map<String, String> environment = Map.of(
                    "JAVA_OPTS",
                    "-Djdk.net.hosts.file=" + hosts,
                    "PARLEY_CLIENT_HOST",
                    "both",
                    "PARLEY_CLIENT_PORT",
                    Integer.toString(server.port()));
            Command.Result client = client(environment);
            assertThat(client.exitCode()).as(client.err().toString()).isZero();
            assertThat(client.out()).hasSize(4);
        }
    }

    @Test
    void exitsOnTheWorstOfItsInstances() throws Exception {
        // Every second connection is greeted wrongly: the reply tells the connection's number.
        String conf = "{\"server\": {\"port\": 0, \"delay\": 0, \"reply\": \"{connection}\"}}";
        try (Command server = Command.runSh(directory, "server", "-conf", conf)) {
            String names =
                    "{\"client\": {\"port\": %d, \"names\": [\"a\"], \"expect\": \"1\"}}".formatted(server.port());
            try (Command client = Command.runSh(directory, "client", "-conf", names, "-instances", "2")) {
                Command.Result result = client.ends();
                assertThat(result.exitCode()).isEqualTo(1);
                assertThat(result.out()).containsExactlyInAnyOrder("Welcome!", "1", "Welcome!", "2");
                assertThat(result.err()).anyMatch(line -> line.contains("answer to \"a\": expected \"1\", got \"2\""));
            }
        }
    }

    @Test
    void helpsAndTellsItsVersion() throws Exception {
        try (Command help = Command.runSh(directory, "--help")) {
            Command.Result result = help.ends();
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).contains("Roles:", "Exit codes:", "Examples:");
            assertThat(String.join("\n", result.out()))
                    .contains("server", "client", "fetch [URL [FILE]]", "demo")
                    .contains("-conf", "-instances", "-options", "-deployment-options", "-worker", "-cluster-host")
                    .contains("0  ", "1  ", "2  ", "11, 15", "130, 143");
        }
        try (Command version = Command.runSh(directory, "--version")) {
            assertThat(version.ends().out())
                    .hasSize(1)
                    .first()
                    .asString()
                    .matches("Parley \\d+\\.\\d+\\.\\d+, Java .*");
        }
    }

    @Test
    void deploysOnWorkersToo() throws Exception {
        try (Command server = Command.runSh(directory, "server", "-conf", FREE, "-worker")) {
            int port = server.port();
            for (int i = 0; i < 300; i++) { // an early FIN used to close a connection before a worker knew of it
                try (Peer peer = Peer.connect(port)) {
                    peer.says("Michael\nTracy\n").ends();
                    assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, Michael!\nHello, Tracy!\n");
                }
            }
            server.signal("TERM");
            assertThat(server.ends().err()).last().isEqualTo("Closed: 300 connections, 600 records, 0 replies lost.");
        }
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private Command.Result client(Map<String, String> environment) throws Exception {
        try (Command client = Command.runSh(directory, environment, "client")) {
            return client.ends();
        }
    }

    private static List<String> stock(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Command.java(), "-cp", jar(), "io.vertx.launcher.application.VertxApplication"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String jar() {
        return Command.jar().toString();
    }
}
