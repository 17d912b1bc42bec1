package dev.parley.wire;

import java.util.Arrays;

/** An answer that is its record and some bytes around it: {@code Hello, {record}!}. */
public final class Echo {
    /** Both with some slack behind them, so that whole words can be copied. */
    final byte[] before;

    final byte[] after;
    final int beforeLength;
    final int afterLength;

    /**
     * @param before said before the record
     * @param after said after it
     */
    public Echo(byte[] before, byte[] after) {
        this.before = Arrays.copyOf(before, before.length + Swar.SLACK);
        this.after = Arrays.copyOf(after, after.length + Swar.SLACK);
        this.beforeLength = before.length;
        this.afterLength = after.length;
    }

    /** The same with the bytes that end a record. */
    Echo endingWith(byte[] ending) {
        byte[] ended = Arrays.copyOf(after, afterLength + ending.length);
        System.arraycopy(ending, 0, ended, afterLength, ending.length);
        return new Echo(Arrays.copyOf(before, beforeLength), ended);
    }
}
