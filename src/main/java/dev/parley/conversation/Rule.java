package dev.parley.conversation;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.wire.Echo;
import dev.parley.wire.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to do about a record.
 *
 * @param in the states it is for; empty for all
 * @param connection the only connection it is for, by number; empty for all
 * @param on the records it is for
 * @param after how long to wait before the answer
 * @param say the answer, a record each; may be none
 * @param delivery how its bytes are sent
 * @param next the state that it leaves the conversation in, if another
 * @param then what comes after the answer
 */
public record Rule(
        Set<String> in,
        OptionalInt connection,
        Match on,
        Delay after,
        List<Phrase> say,
        Delivery delivery,
        Optional<String> next,
        Then then) {
    /** What comes after an answer. */
    public enum Then {
        STAY,
        CLOSE,
        RESET
    }

    public Rule {
        in = Set.copyOf(in);
        say = List.copyOf(say);
    }

    /** A rule for every state and connection. */
    public static Rule of(Match on, Delay after, List<? extends Phrase> say, Then then) {
        return new Rule(
                Set.of(), OptionalInt.empty(), on, after, List.copyOf(say), Delivery.WHOLE, Optional.empty(), then);
    }

    static Rule read(Section section, int longestForPattern, Map<String, String> vars) {
        Value on = section.get("on");
        Match match = on.absent() ? Match.ANY : Match.read(on, longestForPattern);
        Value say = section.get("say");
        Value then = section.get("then");
        Value silent = section.get("silent");
        boolean silence = !silent.absent() && silent.truth();
        if (say.absent() && then.absent() && !silence) {
            section.complain("expected \"say\", \"then\" or \"silent\": true, got none of them");
        }
        if (!say.absent() && silence) {
            silent.complain("expected \"say\" or \"silent\": true, got both");
        }
        Value connection = section.get("connection");
        Value next = section.get("next");
        return new Rule(
                states(section.get("in")),
                connection.absent()
                        ? OptionalInt.empty()
                        : OptionalInt.of(connection.integer(1, Integer.MAX_VALUE, "a connection's number")),
                match,
                Delay.read(section.get("after")),
                say.absent()
                        ? List.of()
                        : Phrase.read(say, Scope.of(Slot.OF_REPLY, vars).with(match.groups())),
                delivery(section.get("delivery"), say, then),
                next.absent() ? Optional.empty() : Optional.of(next.text("a state")),
                then.absent() ? Then.STAY : Then.valueOf(then(then).toUpperCase(Locale.ROOT)));
    }

    private static String then(Value value) {
        return value.word("\"stay\", \"close\" or \"reset\"", "stay", "close", "reset");
    }

    private static Set<String> states(Value in) {
        if (in.absent()) {
            return Set.of();
        }
        if (in.isList()) {
            return in.list("states").stream()
                    .map(state -> state.text("a state"))
                    .collect(Collectors.toSet());
        }
        return Set.of(in.text("a state, or a list of states"));
    }

    private static Delivery delivery(Value value, Value say, Value then) {
        Delivery delivery = Delivery.read(value);
        if (!value.absent() && say.absent()) {
            value.complain("expected \"delivery\" together with \"say\"");
        }
        if (delivery.ends() && !then.absent()) {
            then.complain("expected \"then\" or a \"delivery\" that is cut, got both");
        }
        return delivery;
    }

    boolean isFor(Span record, String state, long number, Captures captures) {
        return (in.isEmpty() || in.contains(state))
                && (connection.isEmpty() || connection.getAsInt() == number)
                && on.matches(record, captures);
    }

    /** Whether it is for every state and connection that {@code other} is for. */
    boolean covers(Rule other) {
        boolean states = in.isEmpty() || !other.in.isEmpty() && in.containsAll(other.in);
        boolean connections = connection.isEmpty() || connection.equals(other.connection);
        return states && connections;
    }

    /** Whether it is for every record of every conversation. */
    boolean always() {
        return in.isEmpty() && connection.isEmpty() && on == Match.ANY;
    }

    /** What it comes to, if it does no more than to say a record again, at once and whole. */
    Optional<Echo> echo() {
        boolean plain = after == Delay.NONE && delivery == Delivery.WHOLE && then == Then.STAY && next.isEmpty();
        return plain && say.size() == 1 && say.get(0) instanceof Template template ? template.echo() : Optional.empty();
    }

    /** Whether it only ends the conversation, so that its record is a farewell and is not counted. */
    boolean farewell() {
        return then != Then.STAY && say.isEmpty();
    }
}
