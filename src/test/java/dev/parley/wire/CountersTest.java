package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CountersTest {
    @Test
    void neverHaveFewerComeThanGone() {
        Counters counters = new Counters();
        AtomicBoolean going = new AtomicBoolean(true);
        CompletableFuture<Void> loop = CompletableFuture.runAsync(() -> {
            while (going.get()) {
                counters.accepted.increment();
                counters.closed.increment();
            }
        });
        long least = 0;
        for (int i = 0; i < 1_000_000; i++) {
            least = Math.min(least, counters.sum().open());
        }
        going.set(false);
        loop.join();
        assertThat(least).isZero();
        assertThat(counters.sum().open()).isZero();
    }
}
