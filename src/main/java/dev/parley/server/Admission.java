package dev.parley.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts those that are there, as many as there may be over all instances of a deployment. For several threads. */
final class Admission {
    private final ServerLimits limits;
    /** Only where that is limited. */
    private final Map<AddressBlock, Integer> perAddress = new HashMap<>();

    private int connections;

    Admission(ServerLimits limits) {
        this.limits = limits;
    }

    /** Counts a peer until it {@link #leaves}; or says why it may not come in, and does not count it. */
    synchronized Optional<String> enters(InetAddress peer) {
        if (connections == limits.connections()) {
            return Optional.of("limits.connections is " + limits.connections());
        }
        if (limits.perAddress().isPresent()) {
            AddressBlock address = AddressBlock.around(peer);
            int most = limits.perAddress().getAsInt();
            if (perAddress.getOrDefault(address, 0) == most) {
                return Optional.of("limits.perAddress is " + most + ", and " + address + " has as many");
            }
            perAddress.merge(address, 1, Integer::sum);
        }
        connections++;
        return Optional.empty();
    }

    /** Gives back what {@link #enters} has counted. */
    synchronized void leaves(InetAddress peer) {
        connections--;
        perAddress.computeIfPresent(AddressBlock.around(peer), (address, count) -> count == 1 ? null : count - 1);
    }
}
