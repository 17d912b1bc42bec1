package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SectionTest {
    @Test
    void answersWithTheDefaultWhereThereIsNothing() {
        assertThat(Problems.of("a", "{}", section -> {
                    assertThat(section.host("host", "here")).isEqualTo("here");
                    assertThat(section.integer("port", 7, 0, 9, "a port")).isEqualTo(7);
                    assertThat(section.duration("delay", Duration.ofSeconds(1), Duration.ZERO))
                            .hasSeconds(1);
                    return section;
                }))
                .isEmpty();
    }

    @Test
    void answersWithWhatThereIs() {
        assertThat(Problems.of("a", "{\"host\": \"there\", \"port\": 8, \"delay\": \"2s\"}", section -> {
                    assertThat(section.host("host", "here")).isEqualTo("there");
                    assertThat(section.integer("port", 7, 0, 9, "a port")).isEqualTo(8);
                    assertThat(section.duration("delay", Duration.ofSeconds(1), Duration.ZERO))
                            .hasSeconds(2);
                    return section;
                }))
                .isEmpty();
    }

    @Test
    void goesOnAfterAProblem() {
        assertThat(Problems.of("a", "{\"host\": 1, \"port\": null, \"delay\": -5}", section -> {
                    section.host("host", "here");
                    section.integer("port", 7, 0, 9, "a port");
                    section.duration("delay", Duration.ofSeconds(1), Duration.ZERO);
                    return section;
                }))
                .containsExactly(
                        "a.host: expected a host name or address, got 1",
                        "a.port: expected a port from 0 to 9, got null",
                        "a.delay: expected a duration such as \"250ms\", \"1s\", \"5m\" or 0, got -5");
    }

    @Test
    void refusesEveryKeyThatWasNotAskedFor() {
        assertThat(Problems.of("a", "{\"hots\": 1, \"host\": \"x\", \"PORT\": 2}", section -> {
                    section.host("host", "");
                    return section.integer("port", 7, 0, 9, "a port");
                }))
                .containsExactly(
                        "a.hots: unknown key, the nearest known one is \"host\"",
                        "a.PORT: unknown key, the nearest known one is \"port\"");
    }

    @Test
    void theRootHasNoName() {
        Document document = Document.parse("{\"x\": \"y\"}", "c", Overlays.none());
        assertThat(document.root().host("x", "")).isEqualTo("y");
        assertThat(document.root().keys()).containsExactly("x");
    }
}
