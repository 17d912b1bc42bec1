package dev.parley.wire;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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
        return new Time() {
            @Override
            public long now() {
                return System.nanoTime();
            }

            @Override
            public Alarm after(Duration delay, Runnable then) {
                long id = vertx.setTimer(delay.toMillis(), fired -> then.run());
                return () -> vertx.cancelTimer(id);
            }
        };
    }

    /** Its timers outlive the verticle that sets them; they run on the event loop that this is called on. */
    static Time outliving(Vertx vertx) {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        return new Time() {
            @Override
            public long now() {
                return System.nanoTime();
            }

            @Override
            public Alarm after(Duration delay, Runnable then) {
                Future<?> alarm = loop.schedule(then, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> alarm.cancel(false);
            }
        };
    }
}
