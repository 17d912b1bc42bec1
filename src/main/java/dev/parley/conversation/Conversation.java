package dev.parley.conversation;

import io.vertx.core.Future;

/** One side's part on one connection. */
public interface Conversation {
    /** Completes when the connection is gone, or all is decided; never fails, since a failure is an outcome too. */
    Future<ConversationOutcome> outcome();

    /** Tells that somebody wants no more of this conversation. */
    void abandon();
}
