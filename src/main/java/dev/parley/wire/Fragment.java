package dev.parley.wire;

import dev.parley.report.Printable;
import java.util.Arrays;

/**
 * The beginning of a record that is not whole.
 *
 * @param shown as much of it as is worth showing
 * @param length all that has come of it, in bytes
 * @param checksum of all that has come of it, so that two can be told apart by what is not shown
 */
public record Fragment(byte[] shown, int length, long checksum) {
    public static final Fragment NONE = new Fragment(new byte[0], 0, 0);

    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fragment that
                && length == that.length
                && checksum == that.checksum
                && Arrays.equals(shown, that.shown);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shown);
    }

    /** In quotes, as a failure shows it. */
    @Override
    public String toString() {
        return Printable.quoted(shown) + (length > shown.length ? "… (" + length + " bytes)" : "");
    }
}
