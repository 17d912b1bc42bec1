package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;

/**
 * What a peer may ask of us.
 *
 * @param record the longest record in bytes, without delimiter or length prefix
 * @param pattern the longest record in bytes that a pattern is tried on
 */
public record Limits(int record, int pattern) {
    public static final Limits DEFAULT = new Limits(64 * 1024, 4 * 1024);

    /** What the section is said to be. */
    public static final String WISH = "an object of limits";

    static final int MOST = 1 << 30;

    public static Limits read(Value value) {
        Limits read = value.section(WISH, Limits::read, () -> DEFAULT);
        return read == null ? DEFAULT : read;
    }

    /** Those that every role has: who has more of them asks the section for the others. */
    public static Limits read(Section section) {
        return new Limits(size(section.get("record"), DEFAULT.record), size(section.get("pattern"), DEFAULT.pattern));
    }

    private static int size(Value value, int otherwise) {
        return value.absent() ? otherwise : value.size(1, MOST);
    }
}
