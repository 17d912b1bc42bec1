package dev.parley.conversation;

import dev.parley.wire.Span;
import java.util.List;
import java.util.Optional;

/**
 * What a server says: a greeting, and rules of which the first that matches decides. Immutable, shared by all
 * connections.
 */
public final class Play {
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
    private final Unmatched unmatched;

    public Play(Optional<Template> greeting, List<Rule> rules, Unmatched unmatched) {
        this.greeting = greeting;
        this.rules = rules.toArray(Rule[]::new);
        this.unmatched = unmatched;
    }

    Optional<Template> greeting() {
        return greeting;
    }

    Unmatched unmatched() {
        return unmatched;
    }

    /** Whether any of its delays is drawn at random, so that the seed is worth telling. */
    public boolean random() {
        for (Rule rule : rules) {
            if (rule.after().random()) {
                return true;
            }
        }
        return false;
    }

    /** The rule for a record, or null when there is none. */
    Rule ruleFor(Span record, String state, long number, Captures captures) {
        for (Rule rule : rules) {
            if (rule.isFor(record, state, number, captures)) {
                return rule;
            }
        }
        return null;
    }
}
