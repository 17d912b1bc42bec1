package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.parley.testkit.Flood;
import dev.parley.testkit.Peer;
import dev.parley.testkit.ServerProcess;
import dev.parley.testkit.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One peer that wants too much of a server: it costs nobody else anything. */
@Timeout(120)
class GreedyPeerTest {
    private static final int LIMIT = 64 * 1024;
    private static final int LITTLE = 2 << 20;
    private static final List<String> SMALL_HEAP_OF_REGIONS = List.of("-Xmx64m", "-XX:-UseSerialGC", "-XX:+UseG1GC");

    static Stream<Named<String>> records() {
        return Stream.of(
                named("a byte over the limit, in one segment", "x".repeat(LIMIT + 1) + "\n"),
                named("10 MB and no end", "x".repeat(10_000_000)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordOverTheLimitIsRefusedInALineAndNotKept(String record) throws Exception {
        String section = "{\"delay\": 0, \"linger\": \"1m\", \"log\": \"connections\"}";
        try (ServerProcess server = ServerProcess.with(section);
                Peer neighbour = Peer.connect(server.port()).says("Al\n").hears("Welcome!\nHello, Al!\n")) {
            Vitals before = server.vitals(1, 1);
            try (Peer peer = Peer.connect(server.port()).hears("Welcome!\n")) {
                peer.says(record);
                assertThat(peer.hearsToTheEnd()).isEqualTo("error: a record longer than limits.record (65536 bytes)\n");
                neighbour.says("Al\n").hears("Hello, Al!\n");
                // It lingers until its peer ends: what it would keep of it, it keeps now.
                assertThat(server.vitals(2, 2).heap() - before.heap()).isLessThan(LITTLE);
            }
            Vitals after = server.vitalsBackAt(before, 2);
            assertThat(after.heap() - before.heap()).isLessThan(LITTLE);
            neighbour.says("Al\n").hears("Hello, Al!\n");
            assertThat(server.log())
                    .filteredOn(line -> line.contains("limits.record"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .endsWith(" closed: a record longer than limits.record (65536 bytes).");
        }
    }

    /** Each of them holds less than it may, and all of them together more than there is. */
    @ParameterizedTest
    @CsvSource({"1048576, 60, 1000000, 200000", "65536, 1000, 65000, 13000"})
    void recordsWithoutAnEndTakeNoRoomFromThoseThatHaveOne(int limit, int peers, int length, int honest)
            throws Exception {
        String section = "{\"delay\": 0, \"greeting\": false, \"reply\": \"ok\", \"log\": \"connections\","
                + " \"limits\": {\"record\": " + limit + "}}";
        List<Peer> greedy = new ArrayList<>();
        List<Flood> floods = new ArrayList<>();
        try (ServerProcess server = ServerProcess.with(SMALL_HEAP_OF_REGIONS, section)) {
            for (int i = 0; i < peers; i++) {
                greedy.add(Peer.connect(server.port()));
            }
            for (Peer peer : greedy) {
                floods.add(Flood.unfinished(peer, length));
            }
            try (Peer neighbour = Peer.connect(server.port())) {
                neighbour.says("z".repeat(honest) + "\n").hears("ok\n");
            }
            for (Peer peer : greedy) {
                peer.resets();
            }
            for (Flood flood : floods) {
                flood.ends();
            }
        }
    }

    /** What it is owed before that is more than the kernels keep between them. */
    @Test
    void aPeerThatStopsReadingAndThenSaysFarewellIsGoneInTime() throws Exception {
        String section = "{\"rules\": [{\"on\": \"exit\", \"then\": \"close\"}, {\"say\": \"" + "x".repeat(10_000)
                + "\"}], \"limits\": {\"write\": \"300ms\"}}";
        try (ServerProcess server = ServerProcess.with(section)) {
            Peer.connect(server.port()).hears("Welcome!\n").close();
            Vitals before = server.vitals(1, 0);
            try (Peer peer = Peer.deaf(server.port())) {
                peer.says("a\n".repeat(2000) + "exit\n");
                Vitals after = server.vitalsBackAt(before, 2);
                assertThat(after.accepted()).isEqualTo(2);
                assertThat(after.lost()).isPositive();
                assertThat(after.heap() - before.heap()).isLessThan(LITTLE);
            }
        }
    }
}
