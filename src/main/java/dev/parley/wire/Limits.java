package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.time.Duration;
import java.util.Optional;

/**
 * What a peer may ask of us.
 *
 * @param record the longest record in bytes, without delimiter or length prefix
 * @param pending how many records may be read and not yet answered; with more, nothing is read
 * @param buffer how many bytes may be held for one connection, in and out; with more, nothing is read
 * @param idle how long a peer to whom nothing is due may send nothing; for ever where there is none
 * @param write how long a peer may take to read what was written
 * @param pattern the longest record in bytes that a pattern is tried on
 */
public record Limits(int record, int pending, int buffer, Optional<Duration> idle, Duration write, int pattern) {
    static final int MOST = 1 << 30;

    private static final int KIB = 1024;
    private static final Duration MOMENT = Duration.ofMillis(1);

    public static final Limits DEFAULT =
            new Limits(64 * KIB, 1000, 256 * KIB, Optional.of(Duration.ofMinutes(10)), Duration.ofSeconds(30), 4 * KIB);

    public static Limits read(Value value) {
        Limits read = value.section("an object of limits", Limits::read, () -> DEFAULT);
        return read == null ? DEFAULT : read;
    }

    private static Limits read(Section section) {
        return new Limits(
                size(section.get("record"), DEFAULT.record),
                section.integer("pending", DEFAULT.pending, 1, 1_000_000, "a number of records"),
                size(section.get("buffer"), DEFAULT.buffer),
                idle(section.get("idle")),
                section.duration("write", DEFAULT.write, MOMENT),
                size(section.get("pattern"), DEFAULT.pattern));
    }

    private static Optional<Duration> idle(Value value) {
        if (value.absent()) {
            return DEFAULT.idle;
        }
        return value.off() ? Optional.empty() : Optional.of(value.duration(MOMENT));
    }

    /**
     * The same for a side that has a patience for each thing it waits for.
     *
     * @param given what these limits were read from, which may have no {@code idle} then
     */
    public Limits patient(Value given) {
        if (given.isObject() && given.has("idle")) {
            given.member("idle").complain("expected a \"patience\" instead, where there is a script");
        }
        return new Limits(record, pending, buffer, Optional.empty(), write, pattern);
    }

    private static int size(Value value, int otherwise) {
        return value.absent() ? otherwise : value.size(1, MOST);
    }

    /** How much is read, or written, or kept at a time: four times that is what is held at most. */
    int unit() {
        return Math.max(1, Math.min(64 * KIB, buffer / 4));
    }
}
