package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Flood;
import dev.parley.testkit.Peer;
import dev.parley.testkit.ServerProcess;
import dev.parley.testkit.Vitals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many peers that say names as fast as they are taken and read nothing, in a JVM with little memory. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FloodTest {
    private static final int PEERS = Integer.getInteger("flood.peers", 100);
    private static final int NAMES = Integer.getInteger("flood.names", 20_000);
    private static final List<String> LITTLE_MEMORY = List.of("-Xmx64m");
    private static final String RULES =
            "{\"drain\": \"1s\", \"log\": \"connections\", \"rules\": [{\"on\": \"Al\", \"say\": \"Hello, Al!\"}, {%s}]}";

    /** More for each peer than its kernel and ours keep between them. */
    @Test
    void answersThatNobodyReadsHoldUpNobodyElse() throws Exception {
        flood("\"say\": \"" + "x".repeat((6 << 20) / NAMES) + "\"");
    }

    @Test
    void namesThatHaveToWaitHoldUpNobodyElse() throws Exception {
        flood("\"say\": \"Hello, {record}!\", \"after\": \"1m\"");
    }

    private static void flood(String rule) throws Exception {
        List<Peer> peers = new ArrayList<>();
        try (ServerProcess server = ServerProcess.with(LITTLE_MEMORY, RULES.formatted(rule));
                Peer neighbour = Peer.connect(server.port())) {
            neighbour.hears("Welcome!\n");
            for (int i = 0; i < PEERS; i++) {
                peers.add(Peer.deaf(server.port()));
                Flood.of(peers.get(i), NAMES);
            }
            long talked = 0;
            long before;
            long read = 0;
            do { // until no more of them is read
                talked += talk(neighbour);
                before = read;
                Vitals now = server.vitals(PEERS + 1, PEERS + 1);
                assertThat(now.open()).isEqualTo(PEERS + 1);
                read = now.read() - talked;
            } while (read > before);
            talk(neighbour);

            assertThat(server.stop()).as("a drain, and some seconds").isLessThan(Duration.ofSeconds(15));
            assertThat(server.log())
                    .last()
                    .asString()
                    .matches("Closed: " + (PEERS + 1) + " connections, \\d+ records, [1-9]\\d* replies lost\\.");
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    /** For a moment; how many bytes that were. */
    private static long talk(Peer neighbour) throws Exception {
        long said = 0;
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(300)) {
            neighbour.says("Al\n").hears("Hello, Al!\n");
            said += 3;
        }
        return said;
    }
}
