package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutTest {
    private final Out out = new Out();

    @Test
    void collectsBytesSpansAndTextInOrder() {
        Span span = new Span(new byte[] {'x', 'b', 'x'});
        span.set(span.bytes, 1, 2);
        out.append(new byte[] {'a'}).append(span).append("č").append((byte) 'd');
        assertThat(new String(out.copy(), StandardCharsets.UTF_8)).isEqualTo("abčd");
        assertThat(out.size()).isEqualTo(5);
    }

    @Test
    void growsByAsMuchAsItNeeds() {
        byte[] much = new byte[100_000];
        Arrays.fill(much, (byte) 7);
        out.append(much);
        for (int i = 0; i < 200_000; i++) {
            out.append((byte) 8);
        }
        assertThat(out.size()).isEqualTo(300_000);
        byte[] copy = out.copy();
        assertThat(Arrays.copyOf(copy, 100_000)).isEqualTo(much);
        assertThat(copy[100_000]).isEqualTo((byte) 8);
        assertThat(copy[299_999]).isEqualTo((byte) 8);
    }

    @Test
    void takesBytesOfItsOwn() {
        out.append("abc".repeat(3000));
        out.append(out.since(0)).append(out.since(17_999));
        assertThat(new String(out.copy(), StandardCharsets.UTF_8)).isEqualTo("abc".repeat(6000) + "c");
    }

    @Test
    void dropsWhatWasBegunInVain() {
        out.append("kept");
        int start = out.size();
        out.append(" dropped");
        assertThat(out.since(start)).hasToString(" dropped");
        out.resize(start);
        assertThat(out.append("!").since(0)).hasToString("kept!");
    }

    @Test
    void aByteCanBePutInLater() {
        out.append("?bc");
        out.set(0, (byte) 'a');
        assertThat(out.since(0)).hasToString("abc");
    }
}
