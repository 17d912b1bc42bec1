package dev.parley.server;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.wire.Limits;
import java.util.OptionalInt;

/**
 * The section {@code limits} of a server, which has two more than a client's.
 *
 * @param each what each peer may ask of us
 * @param connections how many there may be at a time, over all instances
 * @param perAddress how many of them from one address; any number without it
 */
record ServerLimits(Limits each, int connections, OptionalInt perAddress) {
    private static final int CONNECTIONS = 10_000;
    private static final ServerLimits DEFAULT = new ServerLimits(Limits.DEFAULT, CONNECTIONS, OptionalInt.empty());

    static ServerLimits read(Value value) {
        ServerLimits read = value.section(Limits.WISH, ServerLimits::read, () -> DEFAULT);
        return read == null ? DEFAULT : read;
    }

    private static ServerLimits read(Section section) {
        Value connections = section.get("connections");
        Value perAddress = section.get("perAddress");
        return new ServerLimits(
                Limits.read(section),
                connections.absent() ? CONNECTIONS : number(connections, "a number of connections of at least 1"),
                perAddress.absent() || perAddress.off()
                        ? OptionalInt.empty()
                        : OptionalInt.of(number(perAddress, "a number of connections of at least 1, or false")));
    }

    private static int number(Value value, String wish) {
        return value.integer(1, Integer.MAX_VALUE, wish);
    }
}
