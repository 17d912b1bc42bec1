package dev.parley.conversation;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a record's bytes are sent, framing included: TCP keeps their order, but a peer has to bear them in any pieces.
 * Immutable.
 */
public sealed interface Delivery {
    /** Long enough apart for a peer to read them one by one. */
    Duration APART = Duration.ofMillis(10);

    /** As one. */
    Delivery WHOLE = new Whole();

    /** @return whether all was sent at once; if not, the speaker goes on later */
    boolean deliver(byte[] framed, Speaker speaker);

    /** How long it takes for a record of {@code length} bytes, framed. */
    default Duration takes(int length) {
        return Duration.ZERO;
    }

    /** Whether it goes out with what is said next. */
    default boolean holds() {
        return false;
    }

    /** Whether nothing can be said after it. */
    default boolean ends() {
        return false;
    }

    static Delivery read(Value value) {
        Delivery read = value.section("a delivery", section -> read(value, section), () -> WHOLE);
        return read == null ? WHOLE : read;
    }

    private static Delivery read(Value whole, Section section) {
        Map<String, Value> kinds = section.only("bytes", "split", "glue", "cut");
        Value every = section.get("every");
        Value then = section.get("then");
        if (kinds.size() != 1 || kinds.containsKey("glue") && !kinds.get("glue").truth()) {
            whole.problem("just one of \"bytes\", \"split\", \"glue\": true and \"cut\"");
            return WHOLE;
        }
        String kind = kinds.keySet().iterator().next();
        Value value = kinds.get(kind);
        if (!every.absent() && !kind.equals("bytes") && !kind.equals("split")) {
            every.complain("expected \"every\" together with \"bytes\" or \"split\"");
        }
        if (!then.absent() && !kind.equals("cut")) {
            then.complain("expected \"then\" together with \"cut\"");
        }
        Duration apart = every.absent() ? APART : every.duration(Duration.ZERO);
        return switch (kind) {
            case "bytes" -> new Pieces(value.integer(1, 1 << 30, "a number of bytes of at least 1"), apart);
            case "split" -> new Split(offsets(value), apart);
            case "glue" -> new Glue();
            default ->
                new Cut(
                        value.integer(0, 1 << 30, "a number of bytes"),
                        !then.absent()
                                && then.word("\"close\" or \"reset\"", "close", "reset")
                                        .equals("reset"));
        };
    }

    private static List<Integer> offsets(Value value) {
        List<Integer> offsets = value.list("a list of offsets in bytes").stream()
                .map(offset -> offset.integer(1, 1 << 30, "an offset of at least 1"))
                .toList();
        if (value.isList() && offsets.isEmpty()) {
            value.complain("expected at least one offset, got none");
        }
        for (int i = 1; i < offsets.size(); i++) {
            if (offsets.get(i) <= offsets.get(i - 1)) {
                value.complain("expected offsets in ascending order, got " + offsets);
                break;
            }
        }
        return offsets;
    }

    record Whole() implements Delivery {
        @Override
        public boolean deliver(byte[] framed, Speaker speaker) {
            return speaker.send(framed, new int[0], Duration.ZERO);
        }
    }

    /** So many bytes at a time. */
    record Pieces(int bytes, Duration every) implements Delivery {
        @Override
        public boolean deliver(byte[] framed, Speaker speaker) {
            int[] offsets = new int[pieces(framed.length) - 1];
            Arrays.setAll(offsets, i -> (i + 1) * bytes);
            return speaker.send(framed, offsets, every);
        }

        private int pieces(int length) {
            return Math.max(1, (length + bytes - 1) / bytes);
        }

        @Override
        public Duration takes(int length) {
            return every.multipliedBy(pieces(length));
        }
    }

    /** In two or more pieces, parted at these offsets. */
    record Split(List<Integer> offsets, Duration every) implements Delivery {
        @Override
        public boolean deliver(byte[] framed, Speaker speaker) {
            return speaker.send(
                    framed,
                    offsets.stream()
                            .mapToInt(Integer::intValue)
                            .filter(at -> at < framed.length)
                            .toArray(),
                    every);
        }

        @Override
        public Duration takes(int length) {
            return every.multipliedBy(offsets.size());
        }
    }

    /** Together with what is said next. */
    record Glue() implements Delivery {
        @Override
        public boolean deliver(byte[] framed, Speaker speaker) {
            speaker.hold(framed);
            return true;
        }

        @Override
        public boolean holds() {
            return true;
        }
    }

    /** Only its beginning, and then the end. */
    record Cut(int bytes, boolean reset) implements Delivery {
        @Override
        public boolean deliver(byte[] framed, Speaker speaker) {
            speaker.cut(Arrays.copyOf(framed, Math.min(bytes, framed.length)), reset);
            return true;
        }

        @Override
        public boolean ends() {
            return true;
        }
    }
}
