package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.Document;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTest {
    private static final int DRAWN = 20_000;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            "20ms"                                                 |  20 |  20 |   20
            0                                                      |   0 |   0 |    0
            false                                                  |   0 |   0 |    0
            {"from": "10ms", "to": "30ms"}                         |  10 |  20 |   30
            {"normal": {"mean": "100ms", "deviation": "10ms"}}     |  50 | 100 |  150
            {"lognormal": {"median": "100ms", "sigma": 0.5}}       |  10 | 100 | 1500
            {"exponential": {"mean": "100ms"}}                     |   0 |  69 | 2000
            {"exponential": {"mean": "100ms"}, "max": "80ms"}      |   0 |  69 |   80
            """)
    void isDrawnFromItsDistribution(String json, long least, long median, long most) {
        List<Long> drawn = drawn(json, 7);
        assertThat(drawn.get(0)).isGreaterThanOrEqualTo(least);
        assertThat((double) drawn.get(DRAWN / 2)).isBetween(median * 0.95, median * 1.05 + 0.01);
        assertThat(drawn.get(DRAWN - 1)).isLessThanOrEqualTo(most);
    }

    @Test
    void repeatsWithTheSameSeed() {
        String json = "{\"lognormal\": {\"median\": \"100ms\", \"sigma\": 0.5}}";
        assertThat(drawn(json, 1)).isEqualTo(drawn(json, 1)).isNotEqualTo(drawn(json, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "soon"                                  | after: expected a duration such as
            {}                                      | after: expected one of {"from": …, "to": …}
            {"from": "1s"}                          | after: expected one of {"from": …, "to": …}
            {"from": "2s", "to": "1s"}              | after.to: expected a duration of at least "from", got "1s"
            {"normal": {"mean": "1s"}}              | after.normal.deviation: expected a duration such as
            {"normal": 5}                           | after.normal: expected a mean and a deviation, got 5
            {"lognormal": {"median": "1s", "sigma": -1}} | after.lognormal.sigma: expected a sigma from 0.0 to 10.0, got -1
            {"exponential": {"mean": "1s"}, "max": 5} | after.max: expected a duration such as
            """)
    void isRefused(String json, String message) {
        assertThatThrownBy(() -> read(json)).hasMessageContaining(message);
    }

    private static List<Long> drawn(String json, long seed) {
        Delay delay = read(json);
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> delay.next(random))
                .limit(DRAWN)
                .map(Duration::toMillis)
                .sorted()
                .toList();
    }

    private static Delay read(String json) {
        Document document = Document.of(new JsonObject("{\"after\": " + json + "}"));
        Delay delay = Delay.read(document.root().get("after"));
        document.check();
        return delay;
    }
}
