package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Looks for bytes that a framing reads one way whole and another way in pieces, or that do worse to it. */
@Tag("fuzz")
class FramingFuzzTest {
    private static final List<Framing> FRAMINGS =
            FramingSamples.FRAMINGS.stream().map(FramingSamples::framing).toList();

    /** @param input which framing, the size of the pieces, and the stream */
    @FuzzTest
    void readsTheSameAtEverySplit(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Framing framing = FRAMINGS.get((input[0] & 0xff) % FRAMINGS.size());
        byte[] stream = Arrays.copyOfRange(input, 2, input.length);
        Verdict whole = Verdict.on(framing, stream);
        for (int size : new int[] {1, 1 + (input[1] & 0xff)}) {
            Verdict pieces = Verdict.on(framing, stream, Verdict.every(size, stream));
            assertThat(pieces.equals(whole))
                    .as("%s, and in pieces %s", whole, pieces)
                    .isTrue();
        }
    }
}
