package dev.parley.script;

import dev.parley.conversation.ConversationOutcome;
import dev.parley.wire.Time;
import java.util.Optional;

/**
 * Whose turn it is in one conversation. There is one at any time, with all that is only true meanwhile.
 *
 * <pre>
 *        ┌──────────── done ─────────────┐
 *        ▼                               │
 *      Next ──the next step──► Saying · Pausing · Resting · Awaiting
 *        │ ▲
 *        │ └────── drained ──────┐
 *        └──the wire is full──► Choked               any of them ──► Passed · Failed, the last
 * </pre>
 */
sealed interface Turn {
    Turn NEXT = new Next();
    Turn SAYING = new Saying();

    /** What the peer has to do meanwhile. */
    default Expectation expectation() {
        return Expectation.READING;
    }

    /** Rings when it has lasted long enough; cancelled when the turn is over. */
    default Time.Alarm alarm() {
        return Time.Alarm.NONE;
    }

    /** Whether records of the peer are taken up. */
    default boolean hears() {
        return false;
    }

    /** What comes of it when the peer has read enough. */
    default Turn drained() {
        return this;
    }

    /** Whether the peer may go on to its next step. */
    default boolean rests() {
        return false;
    }

    /** Whether nothing more is said or expected. */
    default boolean last() {
        return false;
    }

    /** How the conversation has failed, if it has. */
    default Optional<ConversationOutcome.Failed> failure() {
        return Optional.empty();
    }

    /** The next step can be played, at once. */
    record Next() implements Turn {}

    /** We are saying a line that takes its time. */
    record Saying() implements Turn {}

    /** We wait before a line of ours, or to let others have the event loop. */
    record Pausing(Time.Alarm alarm) implements Turn {}

    /** We wait, and owe nothing meanwhile: a peer whose next step is a reset need not wait for us. */
    record Resting(Time.Alarm alarm) implements Turn {
        @Override
        public boolean rests() {
            return true;
        }
    }

    /** Nothing more can be said until the peer has read. */
    record Choked(Time.Alarm alarm) implements Turn {
        @Override
        public Turn drained() {
            return NEXT;
        }
    }

    /** The other side has to do its step. */
    record Awaiting(Expectation expectation, Time.Alarm alarm) implements Turn {
        @Override
        public boolean hears() {
            return true;
        }
    }

    /**
     * All was said and heard; what is left is that the connection goes.
     *
     * @param expectation the last one
     */
    record Passed(Expectation expectation) implements Turn {
        @Override
        public boolean last() {
            return true;
        }
    }

    /** It is known how it failed, which is told when the connection is gone. */
    record Failed(ConversationOutcome.Failed how) implements Turn {
        @Override
        public boolean last() {
            return true;
        }

        @Override
        public Optional<ConversationOutcome.Failed> failure() {
            return Optional.of(how);
        }
    }
}
