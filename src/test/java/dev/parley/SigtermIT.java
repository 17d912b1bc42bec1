package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parley.testkit.Authority;
import dev.parley.testkit.Command;
import dev.parley.testkit.Fault;
import dev.parley.testkit.FaultProxy;
import dev.parley.testkit.Flood;
import dev.parley.testkit.Peer;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that hold on, each kind in its own way, to a server that is told to end: it ends all the same. */
@Timeout(120)
class SigtermIT {
    private static final int PEERS = Integer.getInteger("sigterm.peers", 20);
    private static final int SIGNS = 2;
    /** A drain of a second, a second more, and what a busy machine needs. */
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final String SOME_LOST = "\\d+ records, [1-9]\\d* replies lost\\.";

    /** More than the kernels keep, in answer to what is read at a time. */
    private static final String LONG_ANSWERS = "\"delay\": 0, \"reply\": \"" + "x".repeat(50_000) + "\"";

    private static final String MANY_NAMES = "a\n".repeat(2000);

    @TempDir
    private static Path directory;

    private static Authority authority;

    /** What a peer does once it is connected. */
    interface Habit {
        void begin(Peer peer) throws Exception;
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new Authority(directory);
        authority.issue("localhost", "dns:localhost,ip:127.0.0.1");
    }

    static Stream<Arguments> habits() {
        String late = "\"delay\": \"10m\"";
        String unanswered = 2 * PEERS + " records, " + 2 * PEERS + " replies lost\\.";
        String nothing = "0 records, 0 replies lost\\.";
        return Stream.of(
                habit("idle", "\"delay\": 0", nothing, peer -> {}),
                habit("answered later", late, unanswered, peer -> peer.says("Ada\nBob\n")),
                habit(
                        "half closed",
                        late,
                        unanswered,
                        peer -> peer.says("Ada\nBob").ends()),
                habit(
                        "in a record",
                        "\"limits\": {\"record\": \"1MiB\"}",
                        nothing,
                        peer -> peer.says("x".repeat(100_000))),
                habit("in an endless record", "\"linger\": \"1m\"", nothing, Flood::endless),
                habit("deaf after a farewell", LONG_ANSWERS, SOME_LOST, peer -> peer.says(MANY_NAMES + "exit\n")));
    }

    private static Arguments habit(String name, String section, String sum, Habit habit) {
        return arguments(named(name, habit), section, sum);
    }

    @ParameterizedTest
    @MethodSource("habits")
    void endsInTime(Habit habit, String section, String sum) throws Exception {
        List<Peer> peers = new ArrayList<>();
        try (Command server = serve(section)) {
            int port = server.port();
            for (int i = 0; i < PEERS; i++) {
                peers.add(Peer.deaf(port));
                habit.begin(peers.get(i));
            }
            hasBeenRead(port);
            ends(server, "Closed: " + (PEERS + SIGNS) + " connections, " + sum);
        } finally {
            close(peers);
        }
    }

    /** Who is greeted came after all that was said before; that the second is proves that it has been read. */
    private static void hasBeenRead(int port) throws Exception {
        for (int i = 0; i < SIGNS; i++) {
            Peer.connect(port).hears("Welcome!\n").close();
        }
    }

    @Test
    void endsInTimeInAFlood() throws Exception {
        List<Peer> peers = new ArrayList<>();
        List<Flood> floods = new ArrayList<>();
        try (Command server = serve(LONG_ANSWERS)) {
            int port = server.port();
            for (int i = 0; i < PEERS; i++) {
                peers.add(Peer.deaf(port));
                floods.add(Flood.of(peers.get(i)));
            }
            Flood.await(floods, Thread::yield);
            hasBeenRead(port);
            ends(server, "Closed: " + (PEERS + SIGNS) + " connections, " + SOME_LOST);
        } finally {
            close(peers);
        }
    }

    @Test
    void endsInTimeThoughItsPeersReadSlowly() throws Exception {
        List<Peer> peers = new ArrayList<>();
        try (Command server = serve(LONG_ANSWERS);
                FaultProxy slow = FaultProxy.down(
                        server.port(), new Fault.Slicer(1000), new Fault.Latency(Duration.ofMillis(50)))) {
            for (int i = 0; i < PEERS; i++) {
                peers.add(slow.peer().says(MANY_NAMES));
            }
            for (Peer peer : peers) {
                peer.hears("Welcome!\n" + "x".repeat(5000));
            }
            ends(server, "Closed: " + PEERS + " connections, " + SOME_LOST);
        } finally {
            close(peers);
        }
    }

    @Test
    void endsInTimeThoughHandshakesDoNot() throws Exception {
        List<Peer> peers = new ArrayList<>();
        byte[] half = {22, 3, 1, 2, 0, 1, 0};
        try (Command server = serve("\"tls\": {\"certificate\": \"localhost.pem\", \"key\": \"localhost.key\"}")) {
            int port = server.port();
            for (int i = 0; i < PEERS; i++) {
                peers.add(i % 2 == 0 ? Peer.connect(port) : Peer.connect(port).says(half));
            }
            Peer.tls(authority.client(), "localhost", port).hears("Welcome!\n").close();
            ends(server, "Closed: 1 connections, 0 records, 0 replies lost\\.");
        } finally {
            close(peers);
        }
    }

    /** They come and go while it ends. */
    @Test
    void endsInTimeThoughPeersGoOnToCallAndReset() throws Exception {
        try (Command server = serve("\"delay\": 0")) {
            int port = server.port();
            Thread calls = new Thread(() -> callAndReset(port), "calls");
            calls.start();
            for (int i = 0; i < 50; i++) {
                Peer.connect(port).says("Al\n").hears("Welcome!\nHello, Al!\n").close();
            }
            ends(server, "Closed: \\d+ connections, \\d+ records, \\d+ replies lost\\.");
            calls.join();
        }
    }

    private static void callAndReset(int port) {
        try {
            while (true) {
                callOnce(port);
            }
        } catch (ConnectException refused) {
            // it has ended
        }
    }

    private static void callOnce(int port) throws ConnectException {
        try {
            Peer.connect(port).says("Ada\nBob\n").resets();
        } catch (ConnectException refused) {
            throw refused;
        } catch (IOException late) {
            // it was accepted by nobody any more
        }
    }

    private static Command serve(String section) throws Exception {
        String quiet = "{\"server\": {\"port\": 0, \"drain\": \"1s\", \"log\": \"quiet\", " + section + "}}";
        return Command.runSh(directory, "server", "-conf", quiet);
    }

    private static void ends(Command server, String sum) throws Exception {
        long began = System.nanoTime();
        server.signal("TERM");
        Command.Result ended = server.ends();
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(ended.err()).last().asString().matches(sum);
        assertThat(ended.err()).noneMatch(line -> line.matches(".*(Exception|Error|SEVERE|WARNING).*"));
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(took).isLessThan(MOST);
    }

    private static void close(List<Peer> peers) throws Exception {
        for (Peer peer : peers) {
            peer.close();
        }
    }
}
