package dev.parley.conversation;

import dev.parley.config.Value;
import java.time.Duration;
import java.util.List;

/** One part of an answer: a record that is known, or somebody to ask for it. */
public sealed interface Phrase permits Template, Ask {
    /** @return whether it was said at once; if not, the speaker goes on later */
    boolean say(Speaker speaker);

    /** How long it may take to be known. */
    default Duration takes() {
        return Duration.ZERO;
    }

    /** Reads what is to be said: bytes, with placeholders in text, {@code {"ask": …}}, or a list of both. */
    static List<Phrase> read(Value value, Scope scope) {
        List<Value> each = value.isList() ? value.list("records") : List.of(value);
        return each.stream().map(one -> readOne(one, scope)).toList();
    }

    private static Phrase readOne(Value value, Scope scope) {
        return value.has("ask") ? Ask.read(value, scope) : Template.read(value, scope);
    }
}
