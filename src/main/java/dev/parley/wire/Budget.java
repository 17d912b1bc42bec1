package dev.parley.wire;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all connections of a deployment may hold between them, in and out: a quarter of the heap. For several
 * threads, since each instance has its own.
 *
 * <p>As long as half of it is free, a connection may hold what its own limits say. Then the other half is shared out
 * evenly: who holds more than its share is not read until it holds less. When all of it is held, and some wait for room,
 * those of them that hold most have to go.
 */
public final class Budget {
    /** A connection holds a share each of what it reads, has read, says, and has said. */
    private static final int SHARES = 4;

    /** Less is not worth a system call. */
    private static final int LEAST_SHARE = 512;

    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    public Budget() {
        this(Runtime.getRuntime().maxMemory() / 4);
    }

    Budget(long most) {
        this.most = most;
    }

    void opened() {
        connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    /** A connection holds so many bytes more than it told last; or less, if negative. */
    void holds(long more) {
        held.addAndGet(more);
    }

    long held() {
        return held.get();
    }

    /** Whether all of it is held. */
    boolean spent() {
        return held.get() >= most;
    }

    /** Whether so much is held that the rest is shared out. */
    boolean scarce() {
        return held.get() >= most / 2;
    }

    /** What one connection would hold if all held the same. */
    long even() {
        return most / Math.max(1, connections.get());
    }

    /** How much one connection may read, or have read, or say, or have said: {@code unit}, or less when many hold much. */
    int share(int unit) {
        if (!scarce()) {
            return unit;
        }
        long even = most / 2 / SHARES / Math.max(1, connections.get());
        return (int) Math.min(unit, Math.max(LEAST_SHARE, even));
    }
}
