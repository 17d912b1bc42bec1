package dev.parley.wire;

/** What an unfinished record at the peer's end is. */
public enum Tail {
    /** A last record, in a framing of lines; a fault in the others. */
    RECORD,
    /** Nothing but the beginning of one. */
    FRAGMENT
}
