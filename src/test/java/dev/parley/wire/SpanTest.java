package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanTest {
    private final byte[] bytes = {'a', 'b', 'c', 'd'};
    private final Span span = new Span(bytes);

    @Test
    void isAllOfItsArrayUntilItIsMoved() {
        assertThat(span.length()).isEqualTo(4);
        span.set(bytes, 1, 3);
        assertThat(span.length()).isEqualTo(2);
        assertThat(span).hasToString("bc");
        span.set(bytes, 2, 2);
        assertThat(span.length()).isZero();
        assertThat(new Span().length()).isZero();
    }

    @Test
    void comparesOnlyWhatIsWithin() {
        span.set(bytes, 1, 3);
        assertThat(span.is(new byte[] {'b', 'c'})).isTrue();
        assertThat(span.is(new byte[] {'b'})).isFalse();
        assertThat(span.is(new byte[] {'b', 'c', 'd'})).isFalse();
        assertThat(span.is(new byte[] {'b', 'C'})).isFalse();
        assertThat(new Span().is(new byte[0])).isTrue();
    }

    @Test
    void aCopyOutlivesTheNextRead() {
        span.set(bytes, 1, 3);
        byte[] copy = span.copy();
        bytes[1] = 'X';
        assertThat(copy).containsExactly('b', 'c');
    }

    @Test
    void isShownOnOneLine() {
        assertThat(new Span(new byte[] {'a', '\n', 27, (byte) 0xff})).hasToString("a\\n\\x1b\\xff");
    }
}
