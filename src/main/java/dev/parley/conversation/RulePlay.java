package dev.parley.conversation;

import dev.parley.wire.Echo;
import dev.parley.wire.Echoes;
import dev.parley.wire.Span;
import dev.parley.wire.Tail;
import dev.parley.wire.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server says: a greeting, and rules of which the first that matches decides. */
public final class RulePlay implements Play {
    /** The state that a conversation begins in. */
    static final String START = "start";

    /** What becomes of a record that no rule is for. */
    public enum Unmatched {
        /** It is logged, and not answered. */
        SILENCE,
        /** It ends the conversation. */
        CLOSE
    }

    private final Optional<Template> greeting;
    private final Rule[] rules;
    /** The rules that can be for a record, by its first byte: most of those that miss are not even tried. */
    private final Rule[][] byFirst;

    private final Echoes echoes;

    private final Unmatched unmatched;

    public RulePlay(Optional<Template> greeting, List<Rule> rules, Unmatched unmatched) {
        this.greeting = greeting;
        this.rules = rules.toArray(Rule[]::new);
        this.byFirst = new Rule[257][];
        Map<List<Rule>, Rule[]> shared = new HashMap<>();
        for (int first = 0; first < byFirst.length; first++) {
            int byte0 = first;
            List<Rule> some =
                    rules.stream().filter(rule -> rule.on().mayBegin(byte0)).toList();
            byFirst[first] = shared.computeIfAbsent(some, list -> list.toArray(Rule[]::new));
        }
        this.echoes = new Echoes(first -> echo(byFirst[first]));
        this.unmatched = unmatched;
    }

    /** What all records are echoed with that these rules are tried on, the first of which decides; null if more is to it. */
    private static Echo echo(Rule[] rules) {
        boolean decided = rules.length > 0 && rules[0].always();
        return decided ? rules[0].echo().orElse(null) : null;
    }

    Optional<Template> greeting() {
        return greeting;
    }

    Unmatched unmatched() {
        return unmatched;
    }

    @Override
    public Conversation begin(Wire wire, Setting setting) {
        RuleConversation conversation = new RuleConversation(this, wire, setting);
        conversation.begin();
        return conversation;
    }

    /** A line reader takes a last line without its end for a line. */
    @Override
    public Tail tail() {
        return Tail.RECORD;
    }

    /** What no rule was for has been logged. */
    @Override
    public boolean explains() {
        return false;
    }

    @Override
    public int connections() {
        int most = 1;
        for (Rule rule : rules) {
            most = Math.max(most, rule.connection().orElse(1));
        }
        return most;
    }

    @Override
    public boolean random() {
        for (Rule rule : rules) {
            if (rule.after().random()) {
                return true;
            }
        }
        return false;
    }

    Echoes echoes() {
        return echoes;
    }

    /** The rule for a record, or null when there is none. */
    Rule ruleFor(Span record, String state, long number, Captures captures) {
        for (Rule rule : byFirst[record.first()]) {
            if (rule.isFor(record, state, number, captures)) {
                return rule;
            }
        }
        return null;
    }
}
