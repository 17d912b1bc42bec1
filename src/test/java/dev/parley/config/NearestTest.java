package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final Set<String> KEYS = Set.of("host", "port", "backlog", "connectTimeout", "delay", "reply");

    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "PORT, port",
        "hots, host",
        "conectTimeout, connectTimeout",
        "connecttimeout, connectTimeout",
        "delays, delay",
        "replay, reply",
        "back, backlog",
        "connect, connectTimeout",
        "'', host"
    })
    void findsTheWordWithTheFewestEdits(String word, String near) {
        assertThat(Nearest.to(word, KEYS)).contains(near);
    }

    @Test
    void ofTwoAlikeTheFirstInTheAlphabetWins() {
        assertThat(Nearest.to("ax", List.of("az", "ay"))).contains("ay");
        assertThat(Nearest.to("ax", List.of("ay", "az"))).contains("ay");
    }

    @Test
    void knowsNothingAmongNothing() {
        assertThat(Nearest.to("port", List.of())).isEmpty();
    }
}
