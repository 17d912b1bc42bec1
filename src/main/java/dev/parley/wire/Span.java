package dev.parley.wire;

import dev.parley.report.Printable;
import java.util.Arrays;

/**
 * Some bytes within an array: the only view of a record.
 *
 * <p>It is moved from record to record instead of being made anew for each: who keeps a record beyond the call that
 * showed it keeps {@link #copy()}.
 */
public final class Span {
    byte[] bytes;
    int from;
    int to;

    public Span() {
        this(new byte[0]);
    }

    public Span(byte[] bytes) {
        set(bytes, 0, bytes.length);
    }

    void set(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    public int length() {
        return to - from;
    }

    public boolean is(byte[] other) {
        return Arrays.equals(bytes, from, to, other, 0, other.length);
    }

    public byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** For people: one line, with what is not printable escaped. */
    @Override
    public String toString() {
        return Printable.of(bytes, from, to);
    }
}
