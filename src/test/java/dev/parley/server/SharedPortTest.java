package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.FreePort;
import dev.parley.testkit.Held;
import dev.parley.testkit.Peer;
import dev.parley.testkit.ScriptedServer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two deployments that share one port take turns at who connects; and then one of them stops. */
@Timeout(60)
class SharedPortTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void theOneThatStopsLosesNoReplyAndTheOtherGoesOn() throws Exception {
        Held answers = new Held(stage.vertx());
        String section = "{'port': %d, %s}".formatted(ScriptedServer.deafPort(), Held.ANSWERS);
        Served going = stage.serve(section);
        Served staying = stage.serve(section);
        List<Peer> peers = say(10, going.port(), "Al\n");
        answers.awaitDue(10);
        assertThat(List.of(going.open(), staying.open())).containsExactly(5, 5);
        Peer one = say(1, going.port(), "").get(0);
        boolean goes = going.open() == 6;
        Peer two = say(1, going.port(), "").get(0);

        Future<Void> stopped = going.stops();
        (goes ? one : two).hearsTheEnd(); // nothing was due to it, so that it went with the stop's beginning
        peers.addAll(say(5, staying.port(), "Bo\n"));
        answers.awaitDue(15);
        assertThat(stopped.isComplete()).isFalse();
        answers.answer();

        for (Peer peer : peers) {
            assertThat(new String(peer.reads(3))).isIn("Al\n", "Bo\n");
            peer.close();
        }
        Stage.await(stopped);
        assertThat(stage.log()).last().isEqualTo("Closed: 6 connections, 5 records, 0 replies lost.");
        (goes ? two : one).says("Cy\n");
        answers.awaitDue(1);
        answers.answer();
        (goes ? two : one).hears("Cy\n");
        staying.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 11 connections, 11 records, 0 replies lost.");
    }

    /** Who connects at the instant at which one stops would be accepted by nobody, were the kernel's word taken for it. */
    @Test
    void greetsEverybodyWhoConnectsWhileOneOfThemStopsAndComesBack() throws Exception {
        String section = "{'port': %d, 'log': 'quiet'}".formatted(FreePort.take());
        int port = stage.serve(section).port();
        AtomicBoolean going = new AtomicBoolean(true);
        List<CompletableFuture<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(CompletableFuture.supplyAsync(
                    () -> greetings(port, going), each -> new Thread(each, "caller").start()));
        }

        for (int i = 0; i < 50; i++) {
            Served other = stage.serve(section);
            other.stop();
        }

        going.set(false);
        for (CompletableFuture<Integer> caller : callers) {
            assertThat(caller.get(20, TimeUnit.SECONDS)).isPositive();
        }
    }

    private static int greetings(int port, AtomicBoolean going) {
        int greetings = 0;
        while (going.get()) {
            try (Peer peer = Peer.connect(port)) {
                peer.hears("Welcome!\n").resets();
                greetings++;
            } catch (IOException e) {
                throw new UncheckedIOException("after " + greetings + " greetings", e);
            }
        }
        return greetings;
    }

    private static List<Peer> say(int many, int port, String name) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            peers.add(Peer.connect(port).says(name).hears("Welcome!\n"));
        }
        return peers;
    }
}
