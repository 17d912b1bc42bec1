package dev.parley.script;

import dev.parley.config.Value;
import dev.parley.conversation.Side;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;

/**
 * What carries the lines of a script.
 *
 * @param framing as this side has it
 * @param limits of what this side hears; what the other takes is not known
 */
record Carrier(Side side, Framing framing, Limits limits) {
    /** Refuses a line that would not be heard as it is said. */
    void check(Value say, Side by, byte[] line) {
        boolean ours = by == side;
        Framing sender = ours ? framing : framing.reversed();
        int longest = ours ? Math.max(line.length, limits.record()) : limits.record();
        sender.fault(line, longest)
                .ifPresent(fault -> say.complain("expected a record that its framing can carry, got " + fault));
    }
}
