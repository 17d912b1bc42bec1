package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Recorder;
import dev.parley.server.EchoServerVerticle;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Vert.x itself would have done with a channel that a wire has taken over. */
@Timeout(60)
class EarTest {
    private final List<String> measured = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final Stage stage =
            new Stage(Vertx.builder().withMetrics(options -> new Measuring()).build());

    @Test
    void tellsVertxsMetricsOfWhatIsReadAndOfTheEnd() throws Exception {
        Served server = stage.serve("{'delay': 0}");
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n").says("Ada\n").hears("Hello, Ada!\n").ends().hearsToTheEnd();
        }
        server.stop();
        assertThat(measured).containsExactly("connected", "read 4", "disconnected");
    }

    @Test
    void aConversationThatCannotBeginIsNoConversation() throws Exception {
        EchoServerVerticle server = EchoServerVerticle.recordedBy(new Recorder() {
            @Override
            public Consumer<JsonObject> begin(long number) {
                if (number == 2) {
                    throw new IllegalStateException("nowhere to write it down, as this story wants it");
                }
                return line -> {};
            }

            @Override
            public void ended(long number, ConversationOutcome how) {}
        });
        JsonObject config =
                new JsonObject().put("server", new JsonObject().put("port", 0).put("delay", 0));
        stage.vertx()
                .deployVerticle(server, new DeploymentOptions().setConfig(config))
                .await(20, TimeUnit.SECONDS);

        try (Peer first = Peer.connect(server.port());
                Peer second = Peer.connect(server.port());
                Peer third = Peer.connect(server.port())) {
            third.hears("Welcome!\n");
            second.says("is not heard\n").ends();
            for (int i = 0; i < 20; i++) { // rounds enough for its end to be noticed
                first.says("Ada\n");
                third.says("Bob\n").hears("Hello, Bob!\n");
            }
            first.hears("Welcome!\n" + "Hello, Ada!\n".repeat(20));
            JsonObject stats = stage.vertx()
                    .eventBus()
                    .<JsonObject>request(EchoServerVerticle.STATS, "")
                    .await(20, TimeUnit.SECONDS)
                    .body();
            assertThat(stats.getJsonArray("deployments").getJsonObject(0).getJsonObject("connections"))
                    .isEqualTo(new JsonObject("{\"refused\": 0, \"accepted\": 2, \"open\": 2}"));
        }
    }

    private final class Measuring implements VertxMetrics {
        @Override
        public TCPMetrics<?> createNetServerMetrics(NetServerOptions options, SocketAddress address) {
            return new TCPMetrics<String>() {
                @Override
                public String connected(SocketAddress peer, String name) {
                    measured.add("connected");
                    return "it";
                }

                @Override
                public void bytesRead(String it, SocketAddress peer, long bytes) {
                    measured.add("read " + bytes);
                }

                @Override
                public void disconnected(String it, SocketAddress peer) {
                    measured.add("dis" + (it.equals("it") ? "connected" : "turbed"));
                }
            };
        }
    }
}
