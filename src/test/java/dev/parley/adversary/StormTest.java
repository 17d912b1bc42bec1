package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Caller;
import dev.parley.testkit.Peer;
import dev.parley.testkit.ServerProcess;
import dev.parley.testkit.Stage;
import dev.parley.testkit.Vitals;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Peers that go without a word, in numbers: no connection, socket or timer of theirs is left. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StormTest {
    private static final int RESETS = Integer.getInteger("storm.resets", 1000);
    private static final int CONNECTIONS = Integer.getInteger("storm.connections", 2000);
    private static final int BURST = 200;
    private static final int LITTLE = 2 << 20;
    private static final String LATE = "{\"delay\": \"10m\", \"drain\": 0}";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void resetsWhileRepliesAreDueLeaveNothing() throws Exception {
        try (ServerProcess server = ServerProcess.with(LATE)) {
            Vitals before = afterAFirstPeer(server);
            for (int i = 0; i < RESETS; i++) {
                Peer.connect(server.port())
                        .hears("Welcome!\n")
                        .says("Ada\nBob\n")
                        .resets();
            }
            isAllThatIsLeft(before, server.vitalsBackAt(before, RESETS + 1), RESETS);
        }
    }

    @Test
    void connectionsInBurstsLeaveNothing() throws Exception {
        NetClient client = stage.vertx().createNetClient();
        try (ServerProcess server = ServerProcess.with("{\"delay\": \"1ms\"}")) {
            Vitals before = afterAFirstPeer(server);
            for (int called = 0; called < CONNECTIONS; called += BURST) {
                List<Future<String>> heard = IntStream.range(0, BURST)
                        .mapToObj(i -> Caller.call(stage.vertx(), client, server.port())
                                .compose(caller -> behave(i, caller)))
                        .toList();
                Stage.await(Future.all(heard));
            }
            isAllThatIsLeft(before, server.vitalsBackAt(before, CONNECTIONS + 1), CONNECTIONS);
        }
    }

    /** Some talk, some hang up in the middle of a word, some while their reply is due, some at once. */
    private static Future<String> behave(int i, Caller caller) {
        switch (i % 4) {
            case 0 -> caller.says("Ada\nexit\n".getBytes());
            case 1 -> caller.says("Ad".getBytes()).closes();
            case 2 -> caller.says("Ada\nBob\nCyd\n".getBytes()).closes();
            default -> caller.closes();
        }
        return caller.hearsToTheEnd();
    }

    /** Peers that are there and never say the rest, or never read. */
    @Test
    void halfOpenPeersHoldUpNoStop() throws Exception {
        List<Peer> peers = new ArrayList<>();
        try (ServerProcess server = ServerProcess.with(LATE)) {
            for (int i = 0; i < BURST; i++) {
                peers.add(Peer.connect(server.port()).says(i % 2 == 0 ? "Ad" : "Ada\n".repeat(100)));
            }
            assertThat(server.vitals(BURST, BURST).open()).isEqualTo(BURST);
        }
        for (Peer peer : peers) {
            peer.close();
        }
    }

    private static void isAllThatIsLeft(Vitals before, Vitals after, int connections) {
        assertThat(after.accepted() - before.accepted()).isEqualTo(connections);
        assertThat(after.heap() - before.heap()).as("bytes of heap").isLessThan(LITTLE);
    }

    /** What the first peer needs is needed once, and stays. */
    private static Vitals afterAFirstPeer(ServerProcess server) throws Exception {
        try (Peer peer = Peer.connect(server.port())) {
            peer.hears("Welcome!\n").says("exit\n").hearsTheEnd();
        }
        return server.vitals(1, 0);
    }
}
