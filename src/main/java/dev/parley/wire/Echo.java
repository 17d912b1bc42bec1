package dev.parley.wire;

import java.util.Arrays;

/** An answer that is its record and some bytes around it: {@code Hello, {record}!}. */
public final class Echo {
    /** Both with some slack behind them, so that whole words can be copied. */
    final byte[] before;

    final byte[] after;
    final int beforeLength;
    final int afterLength;
    /** What it may take beside the record: all that is copied. */
    final int room;

    /**
     * @param before said before the record
     * @param after said after it
     */
    public Echo(byte[] before, byte[] after) {
        this.before = Arrays.copyOf(before, before.length + Swar.SLACK);
        this.after = Arrays.copyOf(after, after.length + Swar.SLACK);
        this.beforeLength = before.length;
        this.afterLength = after.length;
        this.room = this.before.length + this.after.length;
    }

    /** The same with the bytes around a record. */
    Echo within(byte[] opening, byte[] closing) {
        byte[] first = Arrays.copyOf(opening, opening.length + beforeLength);
        System.arraycopy(before, 0, first, opening.length, beforeLength);
        byte[] last = Arrays.copyOf(after, afterLength + closing.length);
        System.arraycopy(closing, 0, last, afterLength, closing.length);
        return new Echo(first, last);
    }
}
