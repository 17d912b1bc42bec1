package dev.parley.conversation;

import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;

/** Is told what happens in the conversations of a server. */
public interface Observer {
    default void accepted(String peer) {}

    default void heard(String peer, Span record) {}

    /** A record came that no rule is for. */
    default void unmatched(String peer, Span record) {}

    /** @param from where in {@code out} the record begins that is just being said */
    default void said(String peer, Out out, int from) {}

    /** @param reason in words, or empty where the ending says it all */
    default void closed(String peer, Ending ending, String reason) {}
}
