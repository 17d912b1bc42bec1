package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.util.function.Function;

/**
 * What a peer may ask of us.
 *
 * @param record the longest record in bytes, without delimiter or length prefix
 * @param pattern the longest record in bytes that a pattern is tried on
 */
public record Limits(int record, int pattern) {
    public static final Limits DEFAULT = new Limits(64 * 1024, 4 * 1024);

    private static final int MOST = 1 << 30;

    /** The limits of a server. */
    public static Limits ofServer(Value value) {
        return read(
                value,
                section -> new Limits(
                        size(section.get("record"), DEFAULT.record), size(section.get("pattern"), DEFAULT.pattern)));
    }

    /** The limits of a client, which has no rules. */
    public static Limits ofClient(Value value) {
        return read(value, section -> new Limits(size(section.get("record"), DEFAULT.record), DEFAULT.pattern));
    }

    private static Limits read(Value value, Function<Section, Limits> reader) {
        Limits read = value.section("an object of limits", reader, () -> DEFAULT);
        return read == null ? DEFAULT : read;
    }

    private static int size(Value value, int otherwise) {
        return value.absent() ? otherwise : value.size(1, MOST);
    }
}
