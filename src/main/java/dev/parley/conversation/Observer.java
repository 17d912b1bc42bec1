package dev.parley.conversation;

import dev.parley.wire.Ending;
import dev.parley.wire.Span;

/** Is told what happens in the conversations of a server. */
public interface Observer {
    default void accepted(String peer) {}

    default void heard(String peer, Span record) {}

    default void said(String peer, Span record) {}

    /** @param reason in words, or empty where the ending says it all */
    default void closed(String peer, Ending ending, String reason) {}
}
