package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({"1, 200", "2, 400", "3, 800", "6, 6400", "7, 10000", "100, 10000"})
    void doublesUpToALimit(int retry, long millis) {
        assertThat(Backoff.pause(Duration.ofMillis(200), retry)).isEqualTo(Duration.ofMillis(millis));
    }

    @RepeatedTest(20)
    void leavesAtMostHalfOfItToChance() {
        assertThat(Backoff.jittered(Duration.ofMillis(100))).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void readsSecondsAndDates() {
        assertThat(Backoff.asked(List.of("120"), NOW)).contains(Duration.ofMinutes(2));
        assertThat(Backoff.asked(List.of("0"), NOW)).contains(Duration.ZERO);
        assertThat(Backoff.asked(List.of("Fri, 02 Jan 2026 03:04:15 GMT"), NOW)).contains(Duration.ofSeconds(10));
        assertThat(Backoff.asked(List.of("Fri, 02 Jan 2026 03:04:00 GMT"), NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "2026-01-02"})
    void passesOverWhatMakesNoSense(String header) {
        assertThat(Backoff.asked(List.of(header), NOW)).isEmpty();
    }

    @Test
    void passesOverTwo() {
        assertThat(Backoff.asked(List.of("1", "1"), NOW)).isEmpty();
    }
}
