package dev.parley.wire;

import java.util.Locale;

/** How a connection came to its end: the same word in the log, the outcome and the statistics. */
public enum Ending {
    /** In order: a FIN, ours or the peer's, or both. */
    FIN,
    /** Somebody reset the connection: the peer, something on the way, or we as we were told to. */
    RESET,
    /** Somebody's patience ran out. */
    TIMEOUT,
    /** The peer went over one of the limits. */
    LIMIT,
    /** We stopped, after what was owed had been answered. */
    DRAINED,
    /** Bytes that are no record, or a fault of our own. */
    BROKEN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
