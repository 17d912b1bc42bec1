package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Command;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Sums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on a network that is not kind to it, as a process of its own. */
@Timeout(120)
class HostileNetworkIT {
    private static final String CLOSED = "Closed: %d connections, %d records, 0 replies lost.";

    @TempDir
    Path directory;

    @Test
    void tellsOfTenThousandRefusedConnectionsInALineASecond() throws Exception {
        Map<String, String> environment =
                Map.of("PARLEY_SERVER_DENY", "[\"127.0.0.1\"]", "PARLEY_SERVER_LIMITS_PER_ADDRESS", "1");
        String conf = "{\"server\": {\"port\": 0, \"delay\": 0}}";
        try (Command server = Command.runSh(directory, environment, "server", "-conf", conf, "-instances", "2")) {
            int port = server.port();
            long began = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                Peer.connect(port).hearsTheEnd().close();
            }
            Peer.from("127.0.0.2", port)
                    .says("Al\n")
                    .hears("Welcome!\nHello, Al!\n")
                    .close();
            server.logs(line -> line.endsWith(" closed."));
            server.signal("TERM");
            List<String> log = server.ends().err();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

            Sums refused =
                    Sums.of(log, " refused: 127.0.0.1 is in server.deny.", "connections refused in the last second.");
            assertThat(refused.count()).isEqualTo(10_000);
            assertThat(refused.lines()).isBetween(2, (int) seconds + 3);
            assertThat(log).last().isEqualTo(CLOSED.formatted(1, 1));
            assertThat(log).as("all else").hasSizeLessThan(refused.lines() + 9);
        }
    }

    @Test
    void survivesThatThereIsNoFileDescriptorForItsFirstPeer() throws Exception {
        String conf = "{\"server\": {\"port\": 0, \"delay\": \"10m\", \"drain\": \"100ms\"}}";
        try (Command server = Command.runSh(directory, "server", "-conf", conf)) {
            int port = server.port();
            descriptors(server, 1);
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                peers.add(Peer.connect(port).says("Ada\n"));
            }
            server.logs(("parley: cannot accept a connection: Too many open files")::equals);
            descriptors(server, 256);
            for (Peer peer : peers) {
                peer.hears("Welcome!\n");
            }
            descriptors(server, 1);
            peers.add(Peer.connect(port));
            server.logs(("Cannot accept connections: Too many open files. Trying again in 1s.")::equals);
            server.signal("TERM");
            Command.Result ended = server.ends();

            assertThat(ended.err()).noneMatch(line -> line.matches(".*(Exception|Error|SEVERE|WARNING).*"));
            assertThat(ended.err()).last().isEqualTo("Closed: 3 connections, 3 records, 3 replies lost.");
            assertThat(ended.exitCode()).isEqualTo(143);
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    /** How many a process may have from now on; those that it has it keeps. */
    private static void descriptors(Command server, int most) throws Exception {
        Process set = new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--nofile=" + most + ":")
                .inheritIO()
                .start();
        assertThat(set.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(set.exitValue()).isZero();
    }

    @Test
    void survivesRunningOutOfFileDescriptors() throws Exception {
        String conf = "{\"server\": {\"port\": 0, \"delay\": 0}}";
        List<String> few = List.of(
                "bash",
                "-c",
                "ulimit -n 256; exec \"$@\"",
                "few",
                Command.runSh().toString());
        List<String> command = new ArrayList<>(few);
        command.addAll(List.of("server", "-conf", conf));
        try (Command server = Command.run(directory, Map.of(), command)) {
            int port = server.port();
            long began = System.nanoTime();
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                peers.add(Peer.connect(port));
            }
            server.logs(("Cannot accept connections: Too many open files. Trying again in 1s.")::equals);
            for (Peer peer : peers.subList(0, 100)) {
                peer.says("Al\n").hears("Welcome!\nHello, Al!\n");
            }
            for (Peer peer : peers.subList(100, 400)) {
                peer.says("exit\n"); // those who wait to be accepted are heard when there is room for them
            }
            for (Peer peer : peers.subList(100, 400)) {
                assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\n");
                peer.close();
            }
            Peer.connect(port).hears("Welcome!\n").close();
            for (Peer peer : peers.subList(0, 100)) {
                peer.says("Bo\n").hears("Hello, Bo!\n").close();
            }
            server.signal("TERM");
            Command.Result ended = server.ends();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

            assertThat(ended.err())
                    .filteredOn(line -> line.startsWith("Cannot accept"))
                    .hasSizeBetween(1, (int) seconds + 2);
            assertThat(ended.err())
                    .as("no stack traces, nothing but its own words")
                    .allMatch(line -> line.matches(
                            "(Configuration|Listening|Waiting|Accept|Connection|Cannot accept|Closed|\\d+ more).*"));
            assertThat(ended.err()).last().isEqualTo(CLOSED.formatted(401, 200));
            assertThat(ended.exitCode()).isEqualTo(143);
        }
    }
}
