package dev.parley.testkit;

import dev.parley.wire.Time;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that a test moves on. */
public final class VirtualTime implements Time {
    private record Due(long at, long order, Runnable then) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;
    private long look;

    @Override
    public long now() {
        now += look;
        return now;
    }

    /** The machine is slow: so much time passes from one look at the clock to the next. */
    public void passesAtEachLook(Duration time) {
        look = time.toNanos();
    }

    @Override
    public Alarm after(Duration delay, Runnable then) {
        Due alarm = new Due(now + delay.toNanos(), order++, then);
        due.add(alarm);
        return () -> due.remove(alarm);
    }

    /** Moves the clock on, and runs what falls due on the way, each at its own moment. */
    public void pass(Duration time) {
        long until = now + time.toNanos();
        while (!due.isEmpty() && due.peek().at() <= until) {
            Due next = due.poll();
            now = next.at();
            next.then().run();
        }
        now = until;
    }

    /** How many timers are set. */
    public int set() {
        return due.size();
    }
}
