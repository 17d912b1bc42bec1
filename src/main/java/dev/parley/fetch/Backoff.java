package dev.parley.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before another try: twice as long each time, and not all who wait at the same moment. */
final class Backoff {
    static final Duration LONGEST = Duration.ofSeconds(10);

    private Backoff() {}

    /** Before retry 1, 2, 3 …, without the chance in it; never longer than {@link #LONGEST}. */
    static Duration pause(Duration first, int retry) {
        Duration doubled = first.multipliedBy(1L << Math.min(retry - 1, 20));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** From half of {@code pause} to the whole of it. */
    static Duration jittered(Duration pause) {
        return pause.isZero()
                ? pause
                : Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
    }

    /** What a header {@code Retry-After} asks for, in seconds or as a date; empty where it makes no sense. */
    static Optional<Duration> asked(List<String> headers, Instant now) {
        if (headers.size() != 1) {
            return Optional.empty();
        }
        String value = headers.get(0).strip();
        if (value.matches("\\d{1,15}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return date(value).map(then -> then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
    }

    /** A date as HTTP writes it. */
    static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
