package dev.parley.wire;

import java.time.Duration;

/**
 * How a side takes its leave.
 *
 * @param linger how long to wait for the peer's end after our own, so that what it still sends does not reset what it has
 *     to read
 * @param explained whether a peer that went over a limit is told so, in a record
 */
public record Parting(Duration linger, boolean explained) {
    /** Goes when all is said, without a word: as clients do. */
    public static final Parting AT_ONCE = new Parting(Duration.ZERO, false);

    /** The words of the explanation. */
    static String error(String reason) {
        return "error: " + reason;
    }
}
