package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "1ms, PT0.001S",
        "250ms, PT0.25S",
        "1s, PT1S",
        "90s, PT90S",
        "5m, PT5M",
        "2h, PT2H",
        "007s, PT7S",
        "9999999999h, PT9999999999H"
    })
    void readsAnIntegerAndAUnit(String written, Duration duration) {
        assertThat(Durations.parse(written)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "5",
                "-5",
                "-5s",
                "+5s",
                "1 s",
                " 1s",
                "1s ",
                "1S",
                "1.5s",
                "1d",
                "ms",
                "s",
                "1s1s",
                "00",
                "٣s",
                "10000000000s"
            })
    void refusesAllElse(String written) {
        assertThat(Durations.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT0.0009S, 0",
        "PT0.001S, 1ms",
        "PT1S, 1s",
        "PT1.5S, 1500ms",
        "PT60S, 1m",
        "PT110S, 110s",
        "PT60M, 1h",
        "PT90M, 90m"
    })
    void printsTheShortestForm(Duration duration, String printed) {
        assertThat(Durations.print(duration)).isEqualTo(printed);
    }
}
