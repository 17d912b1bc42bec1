package dev.parley.bench;

/** Durations in nanoseconds, counted in buckets of at most 1.6 % of their value. */
final class Histogram {
    /** Steps for each power of two. */
    private static final int STEPS = 64;

    private static final int BITS = Integer.numberOfTrailingZeros(STEPS);

    private final long[] buckets = new long[STEPS * (Long.SIZE - BITS)];
    private long count;
    private long longest;

    void add(long nanos) {
        buckets[bucket(nanos)]++;
        count++;
        longest = Math.max(longest, nanos);
    }

    private static int bucket(long nanos) {
        int shift = Math.max(0, Long.SIZE - BITS - 1 - Long.numberOfLeadingZeros(nanos));
        return shift * STEPS + (int) (nanos >> shift);
    }

    /** The least that is in the bucket. */
    private static long least(int bucket) {
        int shift = Math.max(0, bucket / STEPS - 1);
        return (long) (bucket - shift * STEPS) << shift;
    }

    long count() {
        return count;
    }

    long longest() {
        return longest;
    }

    /** @param share of all that shall not be longer, below 1 */
    long quantile(double share) {
        long left = (long) (share * count);
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            left -= buckets[bucket];
            if (left < 0) {
                return least(bucket);
            }
        }
        return longest;
    }
}
