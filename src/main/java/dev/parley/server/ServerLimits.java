package dev.parley.server;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.wire.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The section {@code limits} of a server, which has three more than a client's.
 *
 * @param each what each peer may ask of us
 * @param connections how many there may be at a time, over all instances
 * @param perAddress how many of them from one address; any number without it
 */
record ServerLimits(Limits each, int connections, OptionalInt perAddress) {
    private static final int CONNECTIONS = 10_000;
    private static final Optional<Duration> IDLE = Optional.of(Duration.ofMinutes(10));
    private static final ServerLimits DEFAULT =
            new ServerLimits(Limits.DEFAULT.withIdle(IDLE), CONNECTIONS, OptionalInt.empty());

    static ServerLimits read(Value value) {
        ServerLimits read = value.section(Limits.WISH, ServerLimits::read, () -> DEFAULT);
        return read == null ? DEFAULT : read;
    }

    private static ServerLimits read(Section section) {
        Value connections = section.get("connections");
        Value perAddress = section.get("perAddress");
        return new ServerLimits(
                Limits.read(section).withIdle(idle(section.get("idle"))),
                connections.absent() ? CONNECTIONS : number(connections, "a number of connections of at least 1"),
                perAddress.absent() || perAddress.off()
                        ? OptionalInt.empty()
                        : OptionalInt.of(number(perAddress, "a number of connections of at least 1, or false")));
    }

    private static Optional<Duration> idle(Value value) {
        if (value.absent()) {
            return IDLE;
        }
        return value.off() ? Optional.empty() : Optional.of(value.duration(Duration.ofMillis(1)));
    }

    /**
     * The same for a server with a script, each step of which has its patience.
     *
     * @param given what these limits were read from
     */
    ServerLimits patient(Value given) {
        if (given.has("idle")) {
            given.member("idle").complain("expected a \"patience\" instead, where there is a script");
        }
        return new ServerLimits(each.withIdle(Optional.empty()), connections, perAddress);
    }

    private static int number(Value value, String wish) {
        return value.integer(1, Integer.MAX_VALUE, wish);
    }
}
