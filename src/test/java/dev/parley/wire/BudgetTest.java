package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all connections of a deployment share. */
class BudgetTest {
    private static final int UNIT = 64 * 1024;
    private static final int MIB = 1 << 20;

    private final Budget budget = new Budget(16 * MIB);

    @Test
    void givesEachAllThatItsOwnLimitsAllowWhileHalfIsFree() {
        open(1000);
        assertThat(budget.share(UNIT)).isEqualTo(UNIT);
        budget.holds(8 * MIB - 1);
        assertThat(budget.share(UNIT)).isEqualTo(UNIT);
        assertThat(budget.share(100)).isEqualTo(100);
    }

    /** Four shares for each of them are the half that was free, as far as a share is worth having. */
    @ParameterizedTest
    @CsvSource({"1, 65536", "32, 65536", "64, 32768", "1000, 2097", "4096, 512", "10000, 512"})
    void sharesTheOtherHalfOutEvenly(int connections, int share) {
        open(connections);
        budget.holds(8 * MIB);
        assertThat(budget.share(UNIT)).isEqualTo(share);
        assertThat(budget.share(100))
                .as("never more than a connection may by its own limits")
                .isEqualTo(100);
    }

    @Test
    void sharesItAmongThoseThatAreThere() {
        open(128);
        budget.holds(8 * MIB);
        assertThat(budget.share(UNIT)).isEqualTo(16 * 1024);
        for (int i = 0; i < 64; i++) {
            budget.closed();
        }
        assertThat(budget.share(UNIT)).isEqualTo(32 * 1024);
    }

    @Test
    void isWholeAgainWhenNothingIsHeld() {
        open(1000);
        budget.holds(16 * MIB);
        budget.holds(-8 * MIB);
        assertThat(budget.share(UNIT)).isLessThan(UNIT);
        budget.holds(-8 * MIB);
        assertThat(budget.share(UNIT)).isEqualTo(UNIT);
        assertThat(budget.held()).isZero();
    }

    @Test
    void isSpentWhenAllOfItIsHeld() {
        assertThat(budget.spent()).isFalse();
        budget.holds(16 * MIB - 1);
        assertThat(budget.spent()).isFalse();
        budget.holds(1);
        assertThat(budget.spent()).isTrue();
        budget.holds(-1);
        assertThat(budget.spent()).isFalse();
    }

    @Test
    void hasAShareForWhoIsAloneAndNotYetCounted() {
        budget.holds(16 * MIB);
        assertThat(budget.share(4 * MIB)).isEqualTo(2 * MIB);
    }

    @Test
    void isAQuarterOfTheHeap() {
        Budget heap = new Budget();
        heap.holds(Runtime.getRuntime().maxMemory() / 4 - 1);
        assertThat(heap.spent()).isFalse();
        heap.holds(1);
        assertThat(heap.spent()).isTrue();
    }

    private void open(int connections) {
        for (int i = 0; i < connections; i++) {
            budget.opened();
        }
    }
}
