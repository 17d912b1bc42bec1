package dev.parley.conversation;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * How long to wait: always the same, or drawn from a distribution. Immutable; the numbers come from the conversation's
 * own generator, so that a run with the same seed repeats.
 */
public sealed interface Delay {
    Delay NONE = new Fixed(Duration.ZERO);

    /** No timer is set for longer: a year, in milliseconds. */
    long LONGEST = Duration.ofDays(365).toMillis();

    /** The next wait, rounded to the millisecond; never negative. */
    Duration next(RandomGenerator random);

    /** The longest wait there is; of a distribution without an end, one that is longer in a million. */
    Duration most();

    /** Whether {@link #next} draws a number. */
    default boolean random() {
        return true;
    }

    /** Reads what the numbers shall come from; empty where that is left to chance. */
    static OptionalLong seed(Value value) {
        return value.absent() ? OptionalLong.empty() : OptionalLong.of(value.integer(0, Integer.MAX_VALUE, "a seed"));
    }

    static Delay of(Duration always) {
        return always.isZero() ? NONE : new Fixed(always);
    }

    static Delay read(Value value) {
        if (value.absent() || value.off()) {
            return NONE;
        }
        if (!value.isObject()) {
            return of(value.duration(Duration.ZERO));
        }
        Delay read = value.section("a delay", section -> read(value, section), () -> NONE);
        return read == null ? NONE : read;
    }

    private static Delay read(Value whole, Section section) {
        Map<String, Value> kinds = section.only("from", "normal", "lognormal", "exponential");
        Value to = section.get("to");
        Value max = section.get("max");
        if (kinds.size() != 1 || kinds.containsKey("from") == to.absent()) {
            whole.problem("one of {\"from\": …, \"to\": …}, {\"normal\": …}, {\"lognormal\": …}, {\"exponential\": …}");
            return NONE;
        }
        String kind = kinds.keySet().iterator().next();
        Value value = kinds.get(kind);
        Delay read = switch (kind) {
            case "from" -> uniform(value, to);
            case "normal" -> value.section("a mean and a deviation", Delay::normal, () -> NONE);
            case "lognormal" -> value.section("a median and a sigma", Delay::lognormal, () -> NONE);
            default -> value.section("a mean", Delay::exponential, () -> NONE);
        };
        if (read == null) {
            return NONE;
        }
        return max.absent() ? read : new AtMost(read, max.duration(Duration.ZERO));
    }

    private static Delay uniform(Value from, Value to) {
        Duration least = from.duration(Duration.ZERO);
        Duration most = to.duration(Duration.ZERO);
        if (most.compareTo(least) < 0) {
            to.problem("a duration of at least \"from\"");
            return NONE;
        }
        return new Uniform(least, most);
    }

    private static Delay normal(Section section) {
        return new Normal(
                section.get("mean").duration(Duration.ZERO),
                section.get("deviation").duration(Duration.ZERO));
    }

    private static Delay lognormal(Section section) {
        return new Lognormal(
                section.get("median").duration(Duration.ZERO),
                section.get("sigma").number(0, 10, "a sigma"));
    }

    private static Delay exponential(Section section) {
        return new Exponential(section.get("mean").duration(Duration.ZERO));
    }

    private static Duration millis(double millis) {
        return Duration.ofMillis(Math.max(0, Math.min(LONGEST, Math.round(millis))));
    }

    record Fixed(Duration always) implements Delay {
        @Override
        public Duration most() {
            return always;
        }

        @Override
        public Duration next(RandomGenerator random) {
            return always;
        }

        @Override
        public boolean random() {
            return false;
        }
    }

    /** Every millisecond from one to the other alike. */
    record Uniform(Duration from, Duration to) implements Delay {
        @Override
        public Duration most() {
            return to;
        }

        @Override
        public Duration next(RandomGenerator random) {
            return Duration.ofMillis(random.nextLong(from.toMillis(), to.toMillis() + 1));
        }
    }

    /** The bell curve, cut off at zero. */
    record Normal(Duration mean, Duration deviation) implements Delay {
        @Override
        public Duration most() {
            return mean.plus(deviation.multipliedBy(5));
        }

        @Override
        public Duration next(RandomGenerator random) {
            return millis(mean.toMillis() + random.nextGaussian() * deviation.toMillis());
        }
    }

    /** Many quick ones and a long tail, as networks have it; half are below the median. */
    record Lognormal(Duration median, double sigma) implements Delay {
        @Override
        public Duration most() {
            return millis(median.toMillis() * Math.exp(5 * sigma));
        }

        @Override
        public Duration next(RandomGenerator random) {
            return millis(median.toMillis() * Math.exp(random.nextGaussian() * sigma));
        }
    }

    /** The waits between events that come at random. */
    record Exponential(Duration mean) implements Delay {
        @Override
        public Duration most() {
            return mean.multipliedBy(14);
        }

        @Override
        public Duration next(RandomGenerator random) {
            return millis(random.nextExponential() * mean.toMillis());
        }
    }

    /** Another one, cut off. */
    record AtMost(Delay delay, Duration max) implements Delay {
        @Override
        public Duration most() {
            return delay.most().compareTo(max) < 0 ? delay.most() : max;
        }

        @Override
        public Duration next(RandomGenerator random) {
            Duration next = delay.next(random);
            return next.compareTo(max) < 0 ? next : max;
        }
    }
}
