package dev.parley.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes of arrays, a word at a time: SIMD within a register. */
final class Swar {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;

    /** By how much more than was asked for {@link #copyLoosely} may copy. */
    static final int SLACK = 32;

    /** As many bytes take one branch, once a search takes long. */
    private static final int STEP = 4 * Long.BYTES;

    private Swar() {}

    /**
     * Where {@code wanted} is first, from {@code from} on and before {@code to}; or -1.
     *
     * <p>Most are within the first words. Behind those it goes on in steps, as long as there is ASCII: 68 ns for a KiB
     * instead of 96 (JDK 17); in a method of its own, which is compiled for long records whatever came before.
     */
    static int indexOf(byte wanted, byte[] bytes, int from, int to) {
        int near = Math.min(to, from + STEP);
        int found = indexOfNear(wanted, bytes, from, near);
        if (found >= 0 || near == to) {
            return found;
        }
        return indexOfFar(wanted, bytes, near, to);
    }

    /** A byte of a word is the one looked for where the difference of the two is zero. */
    private static int indexOfNear(byte wanted, byte[] bytes, int from, int to) {
        long everywhere = (wanted & 0xff) * ONES;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long difference = (long) LONG.get(bytes, at) ^ everywhere;
            // The lowest sign that is left is that of the first zero byte; a borrow spoils only those above it.
            long zeros = (difference - ONES) & ~difference & SIGNS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3); // in bytes; a division would mind the sign
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private static int indexOfFar(byte wanted, byte[] bytes, int from, int to) {
        long everywhere = (wanted & 0xff) * ONES;
        int at = from;
        for (; at <= to - STEP; at += STEP) {
            long first = ((long) LONG.get(bytes, at) ^ everywhere) - ONES;
            long second = ((long) LONG.get(bytes, at + 8) ^ everywhere) - ONES;
            long third = ((long) LONG.get(bytes, at + 16) ^ everywhere) - ONES;
            long fourth = ((long) LONG.get(bytes, at + 24) ^ everywhere) - ONES;
            if (((first | second | third | fourth) & SIGNS) != 0) { // here, or no more ASCII
                break;
            }
        }
        return indexOfNear(wanted, bytes, at, to);
    }

    /** Where all of {@code wanted} is first; or -1. */
    static int indexOf(byte[] wanted, byte[] bytes, int from, int to) {
        int last = to - wanted.length;
        int at = indexOf(wanted[0], bytes, from, last + 1);
        while (at >= 0 && !continues(wanted, bytes, at)) {
            at = indexOf(wanted[0], bytes, at + 1, last + 1);
        }
        return at;
    }

    private static boolean continues(byte[] wanted, byte[] bytes, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * As {@link System#arraycopy}, whose call costs more than a few bytes do: two words that may overlap are all of them.
     *
     * @return where the copy ends
     */
    static int copy(byte[] from, int start, byte[] to, int at, int length) {
        if (length > 2 * Long.BYTES) {
            System.arraycopy(from, start, to, at, length);
        } else if (length >= Long.BYTES) {
            long head = (long) LONG.get(from, start);
            long tail = (long) LONG.get(from, start + length - Long.BYTES);
            LONG.set(to, at, head);
            LONG.set(to, at + length - Long.BYTES, tail);
        } else if (length >= Integer.BYTES) {
            int head = (int) INT.get(from, start);
            int tail = (int) INT.get(from, start + length - Integer.BYTES);
            INT.set(to, at, head);
            INT.set(to, at + length - Integer.BYTES, tail);
        } else {
            for (int i = 0; i < length; i++) {
                to[at + i] = from[start + i];
            }
        }
        return at + length;
    }

    /**
     * The same, but short ones are copied by whole words, and with them what follows.
     *
     * @param to has room for {@link #SLACK} bytes more, which are not kept as they are
     * @return where the copy ends
     */
    static int copyLoosely(byte[] from, int start, byte[] to, int at, int length) {
        if (length > SLACK || start + SLACK > from.length) {
            System.arraycopy(from, start, to, at, length);
        } else {
            LONG.set(to, at, (long) LONG.get(from, start));
            LONG.set(to, at + 8, (long) LONG.get(from, start + 8));
            if (length > 16) {
                LONG.set(to, at + 16, (long) LONG.get(from, start + 16));
                LONG.set(to, at + 24, (long) LONG.get(from, start + 24));
            }
        }
        return at + length;
    }

    /**
     * The same from the start of an array, where the length is mostly short and repeats, so that a branch on it costs less
     * than a second word. On lengths that vary it costs more.
     *
     * @param from has {@link #SLACK} bytes more than that
     */
    static int copyAround(byte[] from, byte[] to, int at, int length) {
        if (length > Long.BYTES) {
            return copyLoosely(from, 0, to, at, length);
        }
        LONG.set(to, at, (long) LONG.get(from, 0));
        return at + length;
    }
}
