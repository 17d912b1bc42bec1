package dev.parley.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written in a configuration: an integer and a unit, {@code 250ms}, {@code 1s}, {@code 5m}. */
public final class Durations {
    /** Ten digits of any unit fit a {@code long} of milliseconds. */
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,10})(ms|s|m|h)");

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS);

    private Durations() {}

    static Optional<Duration> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return "0".equals(text) ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        return Optional.of(Duration.of(Long.parseLong(written.group(1)), UNITS.get(written.group(2))));
    }

    /** The shortest way to write {@code duration} in a configuration, rounded down to the millisecond. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
