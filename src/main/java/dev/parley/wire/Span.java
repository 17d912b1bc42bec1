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

    /** The first byte, from 0 to 255; or 256 where there is none. */
    public int first() {
        return from == to ? 256 : bytes[from] & 0xff;
    }

    public boolean is(byte[] other) {
        return Arrays.equals(bytes, from, to, other, 0, other.length);
    }

    /**
     * Whether {@code other} is found at an offset.
     *
     * @param at within the span, with room for {@code other} behind it
     * @param fold takes ASCII letters of both cases for the same
     */
    public boolean has(byte[] other, int at, boolean fold) {
        for (int i = 0; i < other.length; i++) {
            byte mine = bytes[from + at + i];
            if (mine != other[i] && !(fold && lower(mine) == lower(other[i]))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
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
