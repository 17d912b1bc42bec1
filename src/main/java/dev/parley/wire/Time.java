package dev.parley.wire;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.function.BiFunction;

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

    /** Its timers end with the verticle that sets them. */
    static Time of(Vertx vertx) {
        return of(vertx, vertx::setTimer);
    }

    /** Its timers outlive the verticle that sets them, and run on an event loop of no verticle's. */
    static Time outliving(Vertx vertx) {
        return of(vertx, ((VertxInternal) vertx).createEventLoopContext()::setTimer);
    }

    private static Time of(Vertx vertx, BiFunction<Long, Handler<Long>, Long> setTimer) {
        return new Time() {
            @Override
            public long now() {
                return System.nanoTime();
            }

            @Override
            public Alarm after(Duration delay, Runnable then) {
                long id = setTimer.apply(delay.toMillis(), fired -> then.run());
                return () -> vertx.cancelTimer(id);
            }
        };
    }
}
