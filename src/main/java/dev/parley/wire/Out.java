package dev.parley.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is to be written, collected until it is worth a write.
 *
 * <p>One for each verticle instance: all its connections take turns on one event loop, and each empties it before the
 * next one's turn.
 */
public final class Out {
    private static final int ROOM = 8 * 1024;
    private static final int MOST_ROOM = 256 * 1024;

    private byte[] bytes = new byte[ROOM];
    private int size;

    public Out append(byte[] more) {
        return append(more, 0, more.length);
    }

    public Out append(Span span) {
        return append(span.bytes, span.from, span.to);
    }

    public Out append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    Out append(byte b) {
        room(1);
        bytes[size++] = b;
        return this;
    }

    private Out append(byte[] more, int from, int to) {
        int length = to - from;
        room(length);
        size = Swar.copy(more, from, bytes, size, length);
        return this;
    }

    /** What is appended to by hand, with room for so much more; {@link #resize} tells how far. */
    byte[] room(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
        return bytes;
    }

    public int size() {
        return size;
    }

    /** What was appended from {@code from} on; only valid until more is. */
    public Span since(int from) {
        Span span = new Span();
        span.set(bytes, from, size);
        return span;
    }

    void set(int at, byte b) {
        bytes[at] = b;
    }

    byte[] array() {
        return bytes;
    }

    /** It ends there from now on: what is behind is dropped, and what was put before it by hand is in. */
    void resize(int size) {
        this.size = size;
    }

    /** Drops everything, and room that few need. */
    void drop() {
        size = 0;
        if (bytes.length > MOST_ROOM) {
            bytes = new byte[ROOM];
        }
    }

    public void clear() {
        size = 0;
    }

    public byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }
}
