package dev.parley.conversation;

import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import java.util.List;

/** Is told what happens in conversations. */
public interface Observer {
    /** Nobody is told anything. */
    Observer NONE = new Observer() {
        @Override
        public boolean hearsRecords() {
            return false;
        }
    };

    /** Tells several. */
    static Observer all(Observer... observers) {
        return new Observers(List.of(observers));
    }

    /** Whether {@link #heard} and {@link #said} do anything: who does without them is spared their price. */
    default boolean hearsRecords() {
        return true;
    }

    default void accepted(String peer) {}

    default void heard(String peer, Span record) {}

    /** A record came that no rule is for. */
    default void unmatched(String peer, Span record) {}

    /** @param from where in {@code out} the record begins that is just being said */
    default void said(String peer, Out out, int from) {}

    /** Of the record that was said last only so many bytes go out, framed, and then the end. */
    default void cut(int bytes, boolean reset) {}

    /** Somebody who was asked has not answered, or failed. */
    default void unanswered(String peer, String address, String why) {}

    /** A side says no more. */
    default void ended(Side by) {}

    /** A side resets the connection. */
    default void reset(Side by) {}

    /**
     * The connection is gone.
     *
     * @param reason in words: a fault, or {@code reset} for one of our own; empty where the ending says it all
     * @param lost how many replies were owed and did not get there
     */
    default void closed(String peer, Ending ending, String reason, long lost) {}
}
