package dev.parley.script;

import dev.parley.config.Value;
import dev.parley.conversation.Phrase;
import dev.parley.conversation.Side;
import dev.parley.conversation.Template;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import java.util.List;

/**
 * What carries the lines of a script.
 *
 * @param framing as this side has it
 * @param limits of what this side hears; what the other takes is not known
 */
record Carrier(Side side, Framing framing, Limits limits) {
    /** Refuses what would not be heard as it is said, as far as that is known before. */
    void check(Value say, Side by, List<Phrase> phrases) {
        List<Value> each = say.isList() ? say.list("records") : List.of(say);
        for (int i = 0; i < phrases.size(); i++) {
            if (!each.get(i).absent() && phrases.get(i) instanceof Template template && template.fixed()) {
                check(each.get(i), by, template.with((slot, out) -> {}));
            }
        }
    }

    private void check(Value say, Side by, byte[] line) {
        boolean ours = by == side;
        Framing sender = ours ? framing : framing.reversed();
        int longest = ours ? Math.max(line.length, limits.record()) : limits.record();
        sender.fault(line, longest)
                .ifPresent(fault -> say.complain("expected a record that its framing can carry, got " + fault));
    }
}
