package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;

/**
 * What a peer may ask of us.
 *
 * @param record the longest record in bytes, without delimiter or length prefix
 */
public record Limits(int record) {
    public static final Limits DEFAULT = new Limits(64 * 1024);

    private static final int MOST = 1 << 30;

    public static Limits read(Value value) {
        Limits read = value.section("an object of limits", Limits::read, () -> DEFAULT);
        return read == null ? DEFAULT : read;
    }

    private static Limits read(Section section) {
        Value record = section.get("record");
        return new Limits(record.absent() ? DEFAULT.record : record.size(1, MOST));
    }
}
