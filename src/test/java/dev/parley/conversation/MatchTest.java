package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTest {
    private static final Match FAREWELL = Match.exactly(utf8("exit"));

    @Test
    void exactlyMatchesTheWholeRecord() {
        assertThat(FAREWELL.matches(record("exit"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exi", "exitx", "EXIT", " exit", "exit ", "exit\r", "exit\n", "exit\0"})
    void caseAndBlanksCount(String other) {
        assertThat(FAREWELL.matches(record(other))).isFalse();
    }

    @Test
    void nothingIsMatchedByNothingOnly() {
        assertThat(Match.exactly(new byte[0]).matches(record(""))).isTrue();
        assertThat(Match.exactly(new byte[0]).matches(record(" "))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exit", "\0"})
    void anyMatchesEveryRecord(String record) {
        assertThat(Match.ANY.matches(record(record))).isTrue();
    }

    private static Span record(String text) {
        return new Span(utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
