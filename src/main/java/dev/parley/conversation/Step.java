package dev.parley.conversation;

import dev.parley.report.Printable;
import java.time.Duration;
import java.util.Optional;

/** One thing that a client does, in order. */
public sealed interface Step {
    /**
     * Begins this step.
     *
     * @return whether it is done; if not, something that happens to the conversation will end it
     */
    boolean begin(StepConversation conversation);

    /** Says a record. */
    record Say(Line line) implements Step {
        @Override
        public boolean begin(StepConversation conversation) {
            conversation.say(line.bytes());
            return true;
        }
    }

    /**
     * Waits for a record.
     *
     * @param what names the record in a failure: {@code answer to "Tracy"}
     * @param expected what it has to be; any record will do where this is empty
     * @param patience how long to wait for it
     */
    record Hear(String what, Optional<Line> expected, Duration patience) implements Step {
        @Override
        public boolean begin(StepConversation conversation) {
            conversation.await(patience);
            return false;
        }

        String wish() {
            return expected.map(Line::toString).orElse("a record");
        }
    }

    /** Waits for a time. */
    record Pause(Duration length) implements Step {
        @Override
        public boolean begin(StepConversation conversation) {
            if (!length.isZero()) {
                conversation.pause(length);
            }
            return length.isZero();
        }
    }

    /** Ends our side with a FIN, and goes on hearing. */
    record End() implements Step {
        @Override
        public boolean begin(StepConversation conversation) {
            conversation.endOutput();
            return true;
        }
    }

    /**
     * Waits for the peer's end.
     *
     * @param strict whether a record that comes instead is a failure
     */
    record AwaitEnd(boolean strict, Duration patience) implements Step {
        @Override
        public boolean begin(StepConversation conversation) {
            conversation.await(patience);
            return false;
        }
    }

    /** A record that is said or expected. */
    final class Line {
        private final byte[] bytes;

        public Line(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes;
        }

        /** In quotes, as a failure shows it. */
        @Override
        public String toString() {
            return Printable.quoted(bytes);
        }
    }
}
