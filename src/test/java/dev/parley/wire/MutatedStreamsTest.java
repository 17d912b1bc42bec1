package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every framing, fed with what is almost right: the same verdict at every split, and never any other fault than that
 * these bytes are no record.
 *
 * <p>A whole read is cut by the fast lane, single bytes by the RecordParser; and a plain parser tells who is right.
 */
class MutatedStreamsTest {
    static final List<String> FRAMINGS = FramingSamples.FRAMINGS;
    private static final int STREAMS = Integer.getInteger("fuzz.streams", 2000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void areReadTheSameAtEverySplit(String json) {
        Framing framing = FramingSamples.framing(json);
        holds(json, (round, stream, random) -> {
            Verdict whole = Verdict.on(framing, stream);
            int at = random.nextInt(stream.length + 1);
            int to = at + random.nextInt(stream.length - at + 1);
            assertThat(new PlainParser(json, stream))
                    .as("round %d of seed %d: %s", round, SEED, HexFormat.of().formatHex(stream))
                    .matches(parser -> parser.agreesWith(whole), "agrees with " + whole);
            if (!whole.equals(Verdict.on(framing, stream, Verdict.every(1, stream)))
                    || !whole.equals(Verdict.on(framing, stream, Verdict.every(1 + random.nextInt(9), stream)))
                    || !whole.equals(Verdict.on(framing, stream, at, to))) {
                agreesAtEverySplit(framing, stream);
                throw new AssertionError("round " + round + " of seed " + SEED + ": "
                        + HexFormat.of().formatHex(stream) + ", split at " + at + " and " + to);
            }
        });
    }

    private interface Property {
        void of(int round, byte[] stream, Random random);
    }

    /** Of each of the streams that come of what is right in a framing. */
    private static void holds(String json, Property property) {
        Random random = new Random(SEED);
        Mutations mutations = new Mutations(random);
        byte[] right = FramingSamples.blob(json);
        for (int round = 0; round < STREAMS; round++) {
            property.of(round, mutations.of(right), random);
        }
    }

    /** The slow way, which tells the split. */
    private static void agreesAtEverySplit(Framing framing, byte[] stream) {
        Verdict whole = Verdict.on(framing, stream);
        for (int size = 1; size <= stream.length; size++) {
            assertThat(Verdict.on(framing, stream, Verdict.every(size, stream)))
                    .as("%s in pieces of %d", HexFormat.of().formatHex(stream), size)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void areReadTheSameWithStopsBetweenRecords(String json) {
        Framing framing = FramingSamples.framing(json);
        holds(json, (round, stream, random) -> {
            int[] splits = Verdict.every(1 + random.nextInt(30), stream);
            assertThat(Verdict.withStops(framing, stream, random, splits))
                    .as("round %d of seed %d: %s", round, SEED, HexFormat.of().formatHex(stream))
                    .isEqualTo(Verdict.on(framing, stream));
        });
    }

    /** Here the pieces are the records. */
    @Test
    void areChunksWithinTheLimitOrNone() {
        holds("\"line\"", (round, stream, random) -> {
            int[] splits = Verdict.every(1 + random.nextInt(60), stream);
            Verdict right = Verdict.ofChunks(stream, splits);
            assertThat(Verdict.on(Framing.CHUNK, stream, splits)).isEqualTo(right);
            assertThat(Verdict.withStops(Framing.CHUNK, stream, random, splits)).isEqualTo(right);
        });
    }
}
