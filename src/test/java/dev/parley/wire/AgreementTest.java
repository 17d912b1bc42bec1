package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Records that are taken straight out of one read, and what the parser makes of those that cross reads, are the same
 * in every framing, wherever the reads end: what a {@link PlainParser} finds that is given all of the stream.
 *
 * <p>Not so in chunks, where the reads are the records.
 */
class AgreementTest {
    static final List<String> FRAMINGS = Stream.concat(
                    FramingSamples.FRAMINGS.stream(),
                    Stream.of(
                            "{\"delimiter\": \"\\r\\n\"}",
                            "{\"delimiter\": \"aba\"}",
                            "{\"delimiter\": \"aaab\"}",
                            "{\"in\": {\"length\": {\"bytes\": 2, \"order\": \"big\", \"counts\": \"body\"}},"
                                    + " \"out\": {\"length\": {\"bytes\": 2}}}"))
            .toList();

    /** With all splits in pairs, half a thousand of them. */
    private static final int SHORT = 32;

    private static final int STREAMS = Integer.getInteger("fuzz.streams", 2000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    /** So that the measure itself is right. */
    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void aPlainParserFindsWhatWasWritten(String json) {
        PlainParser parser = new PlainParser(json, FramingSamples.blob(json));
        assertThat(parser.records()).isEqualTo(FramingSamples.records(json));
        assertThat(parser.faulty()).isFalse();
    }

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void agreeAtEverySplitAndInPiecesOfEverySize(String json) {
        Agreement agreement = new Agreement(json, FramingSamples.blob(json));
        for (int at = 1; at <= agreement.stream.length; at++) {
            agreement.holds(at);
            agreement.holds(Verdict.every(at, agreement.stream));
        }
    }

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void agreeWhereverTheStreamEnds(String json) {
        byte[] blob = FramingSamples.blob(json);
        for (int length = 0; length < blob.length; length++) {
            Agreement agreement = new Agreement(json, Arrays.copyOf(blob, length));
            agreement.holds();
            agreement.holds(length / 2);
            agreement.holds(Math.max(0, length - 1));
        }
    }

    /** Two records and the beginning of a third, which each of the reads may begin or end in. */
    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void agreeAtEveryPairOfSplits(String json) {
        byte[] blob = FramingSamples.blob(json);
        List<Integer> ends = FramingSamples.ends(json);
        for (int i = 0; i + 2 < ends.size(); i++) {
            int from = i == 0 ? 0 : ends.get(i - 1);
            int to = (ends.get(i + 1) + ends.get(i + 2)) / 2;
            if (to - from <= SHORT) {
                agreeAtEveryPairOfSplits(new Agreement(json, Arrays.copyOfRange(blob, from, to)));
            }
        }
    }

    private static void agreeAtEveryPairOfSplits(Agreement agreement) {
        for (int first = 0; first <= agreement.stream.length; first++) {
            for (int second = first; second <= agreement.stream.length; second++) {
                agreement.holds(first, second);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void agreeOnStreamsOfHardlyAnythingButDelimitersAndPads(String json) {
        Random random = new Random(SEED);
        byte[] letters = letters(json);
        for (int round = 0; round < STREAMS; round++) {
            byte[] stream = new byte[random.nextInt(60)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = letters[random.nextInt(letters.length)];
            }
            Agreement agreement = new Agreement(json, stream);
            agreement.holds();
            agreement.holds(splits(random, stream));
        }
    }

    /** What frames the shortest of the records, and very little else. */
    private static byte[] letters(String json) {
        String shortest = FramingSamples.records(json).stream()
                .min(Comparator.comparing(String::length))
                .orElseThrow();
        return FramingSamples.bytes(FramingSamples.latin(FramingSamples.writeOne(json, shortest)) + "\rx");
    }

    private static int[] splits(Random random, byte[] stream) {
        return random.ints(random.nextInt(6), 0, stream.length + 1).sorted().toArray();
    }

    /** Of what is found in a stream with what the plain parser finds. */
    private static final class Agreement {
        private final Framing framing;
        private final byte[] stream;
        private final PlainParser parser;

        Agreement(String json, byte[] stream) {
            this.framing = FramingSamples.framing(json);
            this.stream = stream;
            this.parser = new PlainParser(json, stream);
        }

        void holds(int... splits) {
            Verdict found = Verdict.on(framing, stream, splits);
            if (!parser.agreesWith(found)) {
                throw new AssertionError("expected %s, got %s of %s, split at %s (seed %d)"
                        .formatted(parser, found, HexFormat.of().formatHex(stream), Arrays.toString(splits), SEED));
            }
        }
    }
}
