package dev.parley.conversation;

import dev.parley.wire.Span;
import java.util.List;
import java.util.Optional;

/**
 * What a server says: a greeting, and rules of which the first that matches decides. Immutable, shared by all
 * connections.
 */
public final class Play {
    private final Optional<Template> greeting;
    private final Rule[] rules;

    /** @param rules the last of them matches every record */
    public Play(Optional<Template> greeting, List<Rule> rules) {
        this.greeting = greeting;
        this.rules = rules.toArray(Rule[]::new);
    }

    Optional<Template> greeting() {
        return greeting;
    }

    Rule ruleFor(Span record) {
        for (Rule rule : rules) {
            if (rule.on().matches(record)) {
                return rule;
            }
        }
        throw new IllegalStateException("no rule for " + record);
    }
}
