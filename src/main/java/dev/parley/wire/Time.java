package dev.parley.wire;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;

/** The clock and its timers: the event loop's own, or a virtual one in tests. */
public interface Time {
    /** Nanoseconds on a clock of unknown origin, only for differences. */
    long now();

    /**
     * Runs {@code then} on the caller's event loop when {@code delay} has passed, never before it.
     *
     * @param delay at least a millisecond
     */
    Alarm after(Duration delay, Runnable then);

    /** A timer that has not run yet, or has. */
    interface Alarm {
        /** What stands where no timer is set. */
        Alarm NONE = () -> {};

        /** Stops the timer if it has not run yet. */
        void cancel();
    }

    /** That of the caller's event loop. Whoever sets a timer cancels it at its own end: a verticle's stop does not. */
    static Time of(Vertx vertx) {
        return new LoopTime((VertxInternal) vertx);
    }
}
