package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.time.Duration;
import java.util.Optional;

/**
 * What one peer may ask of us.
 *
 * @param record the longest record in bytes, without delimiter or length prefix
 * @param pending how many records may be read and not yet answered; with more, nothing is read
 * @param buffer how many bytes may be held, in and out, besides the record that is being read; with more, nothing is read
 * @param write how long the peer may read nothing of what was written
 * @param pattern the longest record in bytes that a pattern is tried on
 * @param idle how long the peer may send nothing while nothing is due to it; for ever where there is none
 */
public record Limits(int record, int pending, int buffer, Duration write, int pattern, Optional<Duration> idle) {
    /** What the section is said to be. */
    public static final String WISH = "an object of limits";

    static final int MOST = 1 << 30;

    private static final int KIB = 1024;
    private static final Duration MOMENT = Duration.ofMillis(1);

    public static final Limits DEFAULT =
            new Limits(64 * KIB, 1000, 256 * KIB, Duration.ofSeconds(30), 4 * KIB, Optional.empty());

    public static Limits read(Value value) {
        Limits read = value.section(WISH, Limits::read, () -> DEFAULT);
        return read == null ? DEFAULT : read;
    }

    /** Those that every role has, and no idle time: who has more of them asks the section for the others. */
    public static Limits read(Section section) {
        return new Limits(
                size(section.get("record"), DEFAULT.record, MOST),
                section.integer("pending", DEFAULT.pending, 1, 1_000_000, "a number of records"),
                size(section.get("buffer"), DEFAULT.buffer, DEFAULT.buffer),
                section.duration("write", DEFAULT.write, MOMENT),
                size(section.get("pattern"), DEFAULT.pattern, MOST),
                Optional.empty());
    }

    private static int size(Value value, int otherwise, int most) {
        return value.absent() ? otherwise : value.size(1, most);
    }

    public Limits withIdle(Optional<Duration> idle) {
        return new Limits(record, pending, buffer, write, pattern, idle);
    }

    /** How much is read, or written, or kept at a time: four times that is what is held at most. */
    int unit() {
        return Math.max(1, buffer / 4);
    }
}
