package dev.parley.server;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who may connect.
 *
 * @param allow nobody else may; without it everybody may
 * @param deny who may not, whoever is allowed
 */
record Access(Optional<List<AddressBlock>> allow, List<AddressBlock> deny) {
    static Access read(Section section) {
        Value allow = section.get("allow");
        Value deny = section.get("deny");
        return new Access(
                allow.absent() ? Optional.empty() : Optional.of(allowed(allow)),
                deny.absent() ? List.of() : AddressBlock.readAll(deny));
    }

    private static List<AddressBlock> allowed(Value value) {
        List<AddressBlock> blocks = AddressBlock.readAll(value);
        if (value.isList() && blocks.isEmpty()) {
            value.complain("expected one address or more, got none, so that nobody could connect");
        }
        return blocks;
    }

    /** Why a peer may not connect; empty where it may. */
    Optional<String> objection(InetAddress peer) {
        Optional<AddressBlock> denied =
                deny.stream().filter(block -> block.holds(peer)).findFirst();
        if (denied.isPresent()) {
            return denied.map(block -> block + " is in server.deny");
        }
        return allow.filter(blocks -> blocks.stream().noneMatch(block -> block.holds(peer)))
                .map(blocks -> "not in server.allow");
    }
}
