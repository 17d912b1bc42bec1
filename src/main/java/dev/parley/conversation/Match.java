package dev.parley.conversation;

import dev.parley.wire.Span;

/** Decides whether a rule is meant for a record. */
public sealed interface Match {
    boolean matches(Span record);

    /** Every record. */
    Match ANY = new Any();

    static Match exactly(byte[] bytes) {
        return new Exactly(bytes);
    }

    final class Any implements Match {
        private Any() {}

        @Override
        public boolean matches(Span record) {
            return true;
        }
    }

    /** The whole record, after framing: case and blanks count. */
    final class Exactly implements Match {
        private final byte[] bytes;

        private Exactly(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean matches(Span record) {
            return record.is(bytes);
        }
    }
}
