package dev.parley.config;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as they are written in a configuration: {@code 65536}, {@code 64KiB}, {@code 1MiB}. */
public final class Sizes {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,15})(KiB|MiB|GiB)?");

    private static final Map<String, Integer> SHIFT = Map.of("KiB", 10, "MiB", 20, "GiB", 30);

    private Sizes() {}

    static OptionalLong parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return OptionalLong.empty();
        }
        int shift = written.group(2) == null ? 0 : SHIFT.get(written.group(2));
        long number = Long.parseLong(written.group(1));
        return number > Long.MAX_VALUE >> shift ? OptionalLong.empty() : OptionalLong.of(number << shift);
    }

    public static String print(long bytes) {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long one = 1L << SHIFT.get(unit);
            if (bytes >= one && bytes % one == 0) {
                return bytes / one + unit;
            }
        }
        return Long.toString(bytes);
    }

    /** For a sentence: never without a unit. */
    public static String words(long bytes) {
        String printed = print(bytes);
        return printed.endsWith("B") ? printed : printed + " bytes";
    }
}
