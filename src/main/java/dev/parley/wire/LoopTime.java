package dev.parley.wire;

import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The clock of an event loop, and its own timers: one of Vert.x's has a boxed number, a place in a map and a handler more,
 * which a server with ten thousand replies pending has its garbage collector copy.
 */
record LoopTime(VertxInternal vertx) implements Time {
    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable then) {
        ContextInternal context = vertx.getOrCreateContext();
        LoopAlarm alarm = new LoopAlarm(context, then);
        alarm.pending = context.nettyEventLoop().schedule(alarm, delay.toNanos(), TimeUnit.NANOSECONDS);
        return alarm;
    }

    private static final class LoopAlarm implements Alarm, Runnable {
        private final ContextInternal context;
        private final Runnable then;
        private Future<?> pending;

        LoopAlarm(ContextInternal context, Runnable then) {
            this.context = context;
            this.then = then;
        }

        @Override
        public void run() {
            context.dispatch(then);
        }

        @Override
        public void cancel() {
            pending.cancel(false);
        }
    }
}
