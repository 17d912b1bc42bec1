package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Failures.Kind;
import dev.parley.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of what goes wrong is told, and when: seen on a clock of the test's own. */
class FailuresTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> log = new ArrayList<>();
    private final Failures failures = new Failures(time, log::add);

    @Test
    void tellsTheFirstAtOnceAndThenHowMany() {
        fail(Kind.REFUSED, 10_000);
        assertThat(log).containsExactly("REFUSED 1");
        pass(999);
        assertThat(log).hasSize(1);
        pass(1);
        assertThat(log).containsExactly("REFUSED 1", "9,999 more connections refused in the last second.");
    }

    @Test
    void tellsOnlyNumbersAsLongAsTheyCome() {
        for (int second = 0; second < 10; second++) {
            fail(Kind.RESET, 100);
            pass(1000);
        }
        assertThat(log).hasSize(11).first().isEqualTo("RESET 1");
        assertThat(log.subList(2, 11)).containsOnly("100 more connections reset in the last second.");
    }

    @Test
    void tellsTheFirstAgainAfterAQuietSecond() {
        fail(Kind.RESET, 3);
        pass(2000);
        fail(Kind.RESET, 1);
        pass(1000);
        fail(Kind.RESET, 1);
        assertThat(log)
                .containsExactly("RESET 1", "2 more connections reset in the last second.", "RESET 1", "RESET 1");
    }

    @Test
    void saysOneInTheSingular() {
        fail(Kind.HANDSHAKE, 2);
        pass(1000);
        assertThat(log).containsExactly("HANDSHAKE 1", "1 more handshake failed in the last second.");
    }

    @Test
    void countsEachKindByItself() {
        fail(Kind.RESET, 2);
        pass(500);
        fail(Kind.TIMEOUT, 3);
        pass(500);
        assertThat(log).containsExactly("RESET 1", "TIMEOUT 1", "1 more connection reset in the last second.");
        pass(500);
        assertThat(log).last().isEqualTo("2 more connections timed out in the last second.");
    }

    @Test
    void tellsMoreOfWhatPeersSay() {
        fail(Kind.UNMATCHED, 12);
        assertThat(log).hasSize(10).endsWith("UNMATCHED 10");
        pass(1000);
        assertThat(log).last().isEqualTo("2 more records that no rule is for in the last second.");
        fail(Kind.UNMATCHED, 5);
        assertThat(log).hasSize(11);
    }

    @Test
    void losesNothingAtTheEnd() {
        fail(Kind.REFUSED, 5);
        fail(Kind.LIMIT, 1);
        failures.flush();
        assertThat(log).containsExactly("REFUSED 1", "LIMIT 1", "4 more connections refused in the last second.");
        assertThat(time.set()).isZero();
        failures.flush();
        assertThat(log).hasSize(3);
    }

    @Test
    void setsNoTimerWhereNothingGoesWrong() {
        assertThat(time.set()).isZero();
        fail(Kind.BROKEN, 3);
        assertThat(time.set()).isEqualTo(1);
        pass(2000);
        assertThat(time.set()).isZero();
    }

    @Test
    void asksForNoWordsThatItDoesNotTell() {
        failures.tell(Kind.BROKEN, "first");
        failures.tell(Kind.BROKEN, () -> {
            throw new AssertionError("asked");
        });
        assertThat(log).containsExactly("first");
    }

    private void fail(Kind kind, int times) {
        for (int i = 1; i <= times; i++) {
            failures.tell(kind, kind + " " + i);
        }
    }

    private void pass(long millis) {
        time.pass(Duration.ofMillis(millis));
    }
}
