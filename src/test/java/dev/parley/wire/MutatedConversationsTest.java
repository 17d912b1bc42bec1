package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Peers that say what is almost right to a server in every framing: it repeats the records, tells what is none, and
 * hangs up.
 */
@Timeout(600)
class MutatedConversationsTest {
    static final List<String> FRAMINGS = FramingSamples.FRAMINGS;
    private static final int PEERS = Integer.getInteger("fuzz.peers", 50);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final String TOO_LONG =
            FramingException.tooLong(FramingSamples.LIMIT).getMessage();

    @RegisterExtension
    final Stage stage = new Stage();

    private final Random random = new Random(SEED);
    private final Mutations mutations = new Mutations(random);

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void areAnsweredAsFarAsTheyAreRight(String json) throws Exception {
        Framing framing = FramingSamples.framing(json);
        byte[] right = FramingSamples.blob(json);
        Served server = serve(json);
        for (int i = 0; i < PEERS; i++) {
            byte[] stream = mutations.of(right);
            assertThat(answer(server, stream))
                    .as("peer %d of seed %d: %s", i, SEED, HexFormat.of().formatHex(stream))
                    .isEqualTo(rightAnswer(framing, stream));
        }
        endsWithoutAFault(server);
    }

    /** What is a record here is the network's choice. */
    @Test
    void areRepeatedInChunksUpToOneThatIsTooLong() throws Exception {
        String tooLong = FramingSamples.latin(Framing.CHUNK.error(TOO_LONG).orElseThrow());
        byte[] right = FramingSamples.blob("\"line\"");
        Served server = serve("\"chunk\"");
        for (int i = 0; i < PEERS; i++) {
            byte[] stream = mutations.of(right);
            String heard = answer(server, stream);
            String said = FramingSamples.latin(stream);
            if (heard.endsWith(tooLong)) {
                assertThat(said)
                        .startsWith(heard.substring(0, heard.length() - tooLong.length()))
                        .hasSizeGreaterThan(FramingSamples.LIMIT);
            } else {
                assertThat(heard).isEqualTo(said);
            }
        }
        endsWithoutAFault(server);
    }

    private Served serve(String framing) throws Exception {
        return stage.serve("{\"delay\": 0, \"greeting\": false, \"farewell\": false, \"reply\": \"{record}\","
                + " \"limits\": {\"record\": " + FramingSamples.LIMIT + "}, \"framing\": " + framing + "}");
    }

    /** Says it in pieces, and hears the answer out. */
    private String answer(Served server, byte[] stream) throws IOException {
        try (Peer peer = server.peer()) {
            int to;
            for (int from = 0; from < stream.length; from = to) {
                to = Math.min(stream.length, from + 1 + random.nextInt(40));
                peer.says(Arrays.copyOfRange(stream, from, to));
            }
            peer.ends();
            return FramingSamples.latin(peer.socket().getInputStream().readAllBytes());
        }
    }

    /** Of all that can be wrong, only a record that is too long is told to the peer. */
    private static String rightAnswer(Framing framing, byte[] stream) throws FramingException {
        Verdict verdict = Verdict.on(framing, stream);
        StringBuilder answer = new StringBuilder();
        for (String record : verdict.records()) {
            answer.append(FramingSamples.latin(FramingSamples.write(framing, record)));
        }
        if (verdict.fault().equals(TOO_LONG)) {
            framing.error(TOO_LONG).map(FramingSamples::latin).ifPresent(answer::append);
        }
        return answer.toString();
    }

    private static void endsWithoutAFault(Served server) throws Exception {
        Stage.await(() -> server.open() == 0);
        server.stop();
        List<String> ends = Stage.await(server.outcome()).parts().stream()
                .map(Outcome::summary)
                .toList();
        assertThat(ends).hasSizeGreaterThanOrEqualTo(Math.min(PEERS, 10_000));
        assertThat(ends).noneMatch(end -> end.contains("a fault of ours"));
    }
}
