package dev.parley.wire;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread counts up and any may read: without the locked instruction that several would need. */
final class Tally {
    private final AtomicLong sum = new AtomicLong();

    /** By the one thread alone. */
    void add(long more) {
        sum.setRelease(sum.getPlain() + more);
    }

    void increment() {
        add(1);
    }

    long sum() {
        return sum.getAcquire();
    }
}
