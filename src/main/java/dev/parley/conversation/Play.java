package dev.parley.conversation;

import dev.parley.wire.Tail;
import dev.parley.wire.Wire;

/** What is said, compiled once and shared by all connections: rules, or a script. Immutable. */
public interface Play {
    /**
     * Begins a conversation on a new connection.
     *
     * @param wire of which nothing has been read
     */
    Conversation begin(Wire wire, Setting setting);

    /** What a peer's unfinished last record is. */
    Tail tail();

    /** Whether any of its delays is drawn at random, so that the seed is worth telling. */
    boolean random();

    /** Whether a conversation that fails is worth more than a line. */
    boolean explains();

    /** How many connections it tells apart, at least 1. */
    int connections();
}
