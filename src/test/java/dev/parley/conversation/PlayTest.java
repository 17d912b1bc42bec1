package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayTest {
    private static final Rule FAREWELL = rule(Match.exactly(utf8("exit")), Rule.Then.CLOSE);
    private static final Rule SECOND = rule(Match.exactly(utf8("exit")), Rule.Then.STAY);
    private static final Rule OTHERWISE = rule(Match.ANY, Rule.Then.STAY);

    @Test
    void theFirstRuleThatMatchesDecides() {
        Play play = new Play(Optional.empty(), List.of(FAREWELL, SECOND, OTHERWISE));
        assertThat(play.ruleFor(new Span(utf8("exit")))).isSameAs(FAREWELL);
        assertThat(play.ruleFor(new Span(utf8("Exit")))).isSameAs(OTHERWISE);
        assertThat(play.ruleFor(new Span())).isSameAs(OTHERWISE);
        assertThat(play.greeting()).isEmpty();
    }

    @Test
    void aRecordWithoutARuleIsAFaultOfTheProgram() {
        Play play = new Play(Optional.empty(), List.of(FAREWELL));
        assertThatThrownBy(() -> play.ruleFor(new Span(utf8("a\n"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no rule for a\\n");
    }

    @Test
    void aRuleThatOnlyClosesIsAFarewell() {
        assertThat(FAREWELL.farewell()).isTrue();
        assertThat(SECOND.farewell()).isFalse();
        assertThat(OTHERWISE.farewell()).isFalse();
    }

    private static Rule rule(Match on, Rule.Then then) {
        return new Rule(on, Duration.ZERO, Optional.empty(), then);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
