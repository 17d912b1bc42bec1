package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import dev.parley.testkit.Sums;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may connect, and what becomes of who may not: seen by plain sockets. */
@Timeout(60)
class AccessStoriesTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void hangsUpOnWhoIsDenied() throws Exception {
        Served server = serve("{'host': '0.0.0.0', 'deny': ['127.0.0.0/30', '10.0.0.0/8']}", 1);
        try (Peer denied = Peer.from("127.0.0.3", server.port())) {
            denied.hearsTheEnd();
            stage.logged(("Connection from " + denied.address() + " refused: 127.0.0.0/30 is in server.deny.")::equals);
        }
        try (Peer peer = Peer.from("127.0.0.4", server.port())) {
            peer.hears("1 Welcome!\n");
        }
    }

    @Test
    void letsInNobodyElseThanWhoIsAllowed() throws Exception {
        Served server = serve("{'allow': ['127.0.0.2', '127.0.1.0/24'], 'deny': ['127.0.1.1']}", 1);
        Peer.from("127.0.0.2", server.port()).hears("1 Welcome!\n").close();
        Peer.from("127.0.1.5", server.port()).hears("2 Welcome!\n").close();
        Peer.from("127.0.1.1", server.port()).hearsTheEnd().close();
        Peer.from("127.0.0.1", server.port()).hearsTheEnd().close();
    }

    @Test
    void knowsWhoComesByIpv6() throws Exception {
        Served server = serve("{'host': '::', 'deny': ['::1']}", 1);
        Peer.connect("::1", server.port()).hearsTheEnd().close();
        Peer.connect("127.0.0.1", server.port()).hears("1 Welcome!\n").close();
        stage.logged(line -> line.startsWith("Connection from [::1]:") && line.endsWith(" ::1 is in server.deny."));
    }

    @Test
    void countsWhoIsRefusedInNothingElse() throws Exception {
        Served server = serve("{'allow': ['127.0.0.2']}", 2);
        for (int i = 0; i < 10; i++) {
            Peer.from("127.0.0.1", server.port()).hearsTheEnd().close();
        }
        try (Peer peer = Peer.from("127.0.0.2", server.port())) {
            peer.hears("1 Welcome!\n");
            JsonObject counters = server.stats().getJsonObject("connections");
            assertThat(counters).isEqualTo(new JsonObject("{\"refused\": 10, \"accepted\": 1, \"open\": 1}"));
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 0 records, 0 replies lost.");
    }

    @Test
    void doesNotTakeWhoIsRefusedForAConversation() throws Exception {
        Served server = serve("{'allow': ['127.0.0.2'], 'conversations': 1}", 1);
        Peer.from("127.0.0.1", server.port()).hearsTheEnd().close();
        Peer.from("127.0.0.2", server.port())
                .says("exit\n")
                .hears("1 Welcome!\n")
                .hearsTheEnd()
                .close();
    }

    @Test
    void holdsAsManyConnectionsAsItMayOverAllInstances() throws Exception {
        Served server = serve("{'limits': {'connections': 6}}", 4);
        List<Peer> peers = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            peers.add(server.peer().hears(i + " Welcome!\n"));
        }
        for (int i = 0; i < 4; i++) { // one for each of the instances
            assertIsTold(server, "error: limits.connections is 6\n");
        }
        stage.logged(line -> line.endsWith(" refused: limits.connections is 6."));
        peers.remove(0).resets();
        peers.remove(0).close();
        Stage.await(() -> server.open() == 4);
        peers.add(server.peer().hears("7 Welcome!\n"));
        peers.add(server.peer().hears("8 Welcome!\n"));
        assertIsTold(server, "error: limits.connections is 6\n");
        for (Peer peer : peers) {
            peer.close();
        }
    }

    @Test
    void holdsAsManyConnectionsOfOneAddressAsItMay() throws Exception {
        Served server = serve("{'limits': {'perAddress': 2}}", 3);
        List<Peer> there = List.of(
                server.peer().hears("1 Welcome!\n"),
                server.peer().hears("2 Welcome!\n"),
                Peer.from("127.0.0.2", server.port()).hears("3 Welcome!\n"));
        Peer third = server.peer();
        assertThat(third.hearsToTheEnd()).isEqualTo("error: limits.perAddress is 2, and 127.0.0.1 has as many\n");
        stage.logged(("Connection from " + third.address()
                + " refused: limits.perAddress is 2, and 127.0.0.1 has as many.")::equals);
        there.get(0).says("exit\n").hearsTheEnd().close();
        Stage.await(() -> server.open() == 2);
        there.get(1).says("a\n").hears("Hello, a!\n");
        server.peer().hears("4 Welcome!\n").close();
    }

    @Test
    void tellsWhoFindsNoRoomOnlyWhatTheFramingCanCarry() throws Exception {
        Served narrow =
                serve("{'limits': {'connections': 1}, 'greeting': false, 'framing': {'fixed': 16, 'pad': ' '}}", 1);
        Served wide =
                serve("{'limits': {'connections': 1}, 'greeting': false, 'framing': {'length': {'bytes': 1}}}", 1);
        try (Peer first = narrow.peer();
                Peer other = wide.peer()) {
            first.says("Ada             ").hears("Hello, Ada!     ");
            narrow.peer().hearsTheEnd().close();
            other.says("\3Ada").hears("\13Hello, Ada!");
            assertIsTold(wide, "\36error: limits.connections is 1");
        }
    }

    private static void assertIsTold(Served server, String words) throws Exception {
        try (Peer peer = server.peer()) {
            assertThat(peer.hearsToTheEnd()).isEqualTo(words);
        }
    }

    @Test
    void saysNothingOfItWhereItIsQuiet() throws Exception {
        Served server = serve("{'deny': ['127.0.0.1'], 'log': 'quiet'}", 1);
        server.peer().hearsTheEnd().close();
        server.stop();
        assertThat(stage.log()).hasSize(3).last().isEqualTo("Closed: 0 connections, 0 records, 0 replies lost.");
    }

    @Test
    void sumsUpAStormOfResets() throws Exception {
        Served server = serve("{}", 2);
        long began = System.nanoTime();
        for (int i = 1; i <= 1000; i++) {
            server.peer().hears(i + " Welcome!\n").resets();
        }
        Stage.await(() -> server.open() == 0);
        server.stop();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

        Sums resets = Sums.of(stage.log(), "reset by the peer", "connections reset in the last second.");
        assertThat(resets.count()).isEqualTo(1000);
        assertThat(resets.lines()).isBetween(2, (int) seconds + 3);
        assertThat(stage.log())
                .filteredOn(line -> line.startsWith("Accept new "))
                .hasSize(1000);
        assertThat(stage.log()).last().isEqualTo("Closed: 1000 connections, 0 records, 0 replies lost.");
    }

    private Served serve(String section, int instances) throws Exception {
        JsonObject numbered = new JsonObject("{\"delay\": 0, \"greeting\": \"{connection} Welcome!\"}");
        return stage.serve(
                numbered.mergeIn(new JsonObject(section.replace('\'', '"'))).encode(), instances);
    }
}
