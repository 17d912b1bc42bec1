package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Looks for bytes that a framing reads one way whole and another way in pieces or with stops, or that do worse to it. */
@Tag("fuzz")
class FramingFuzzTest {
    /** In chunks, it is the pieces that are the records. */
    private static final List<Framing> FRAMINGS = Stream.concat(
                    FramingSamples.FRAMINGS.stream().map(FramingSamples::framing), Stream.of(Framing.CHUNK))
            .toList();

    /** @param input which framing, the size of the pieces, and the stream */
    @FuzzTest
    void readsTheSameAtEverySplit(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Framing framing = FRAMINGS.get((input[0] & 0xff) % FRAMINGS.size());
        byte[] stream = Arrays.copyOfRange(input, 2, input.length);
        for (int size : new int[] {1, 1 + (input[1] & 0xff)}) {
            int[] splits = Verdict.every(size, stream);
            Verdict right = framing == Framing.CHUNK ? Verdict.ofChunks(stream, splits) : Verdict.on(framing, stream);
            agrees(right, Verdict.on(framing, stream, splits));
            agrees(right, Verdict.withStops(framing, stream, new Random(size), splits));
        }
    }

    private static void agrees(Verdict right, Verdict read) {
        assertThat(read.equals(right)).as("%s, and here %s", right, read).isTrue();
    }
}
