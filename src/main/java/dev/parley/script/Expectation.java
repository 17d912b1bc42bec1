package dev.parley.script;

import dev.parley.config.Durations;
import dev.parley.wire.Ending;
import dev.parley.wire.Fragment;
import dev.parley.wire.Span;
import java.time.Duration;
import java.util.Optional;

/**
 * What one side waits for the other to do. Of one conversation, since it can remember what has come of it.
 *
 * <p>Each thing that can happen is {@linkplain Verdict judged}; where nothing is said here, it is wrong.
 */
sealed interface Expectation
        permits ExpectedRecords,
                ExpectedCut,
                Expectation.NoRecord,
                Expectation.Silence,
                Expectation.WhateverThenTheEnd,
                Expectation.Reset {
    /** While it is our turn: that what we say is read. */
    Expectation READING = new NoRecord("a peer that reads", Verdict.WRONG, Verdict.WRONG);

    /** While it is our turn: that what we say can be said. */
    Expectation CARRIED = new NoRecord("a record that its framing can carry", Verdict.WRONG, Verdict.WRONG);

    /** The end of the other side's output, while ours goes on. */
    Expectation FIN = new NoRecord("the end of the peer's side", Verdict.DONE, Verdict.WRONG);

    /** The end of the connection. */
    Expectation END = new NoRecord("the peer's end", Verdict.OVER, Verdict.WRONG);

    /** We have ended: the other side may end as well, or leave it at that. */
    Expectation NOTHING_MORE = new NoRecord("nothing more", Verdict.OVER, Verdict.OVER);

    /** The end of the connection, whatever is said before it. */
    Expectation WHATEVER_THEN_THE_END = new WhateverThenTheEnd();

    Expectation RESET = new Reset();

    /** What something that has happened makes of an expectation. */
    enum Verdict {
        /** This is it. */
        DONE,
        /** It is part of it, and more is to come. */
        MORE,
        /** It is all over, and well. */
        OVER,
        /** It is not this, but may be what comes next. */
        SKIP,
        WRONG;

        /** The same, unless the peer has left something unfinished. */
        Verdict unless(Fragment rest) {
            return rest.isEmpty() ? this : WRONG;
        }
    }

    /** In words, for a failure. */
    String wish();

    /** The bytes that it waits for, where it is some in particular. */
    default Optional<byte[]> bytes() {
        return Optional.empty();
    }

    /** @param memory is left what a pattern's groups have caught, where it matches */
    default Verdict record(Span record, Memory memory) {
        return Verdict.WRONG;
    }

    /** @param rest what the peer has left unfinished */
    default Verdict ended(Fragment rest) {
        return Verdict.WRONG;
    }

    /** What a side's end makes of it that came before, and was asked for. */
    default Verdict endedBefore(Fragment rest) {
        return ended(rest);
    }

    default Verdict closed(Ending ending, Fragment rest) {
        return ending == Ending.FIN ? ended(rest) : Verdict.WRONG;
    }

    default Verdict timeOut(Fragment rest) {
        return Verdict.WRONG;
    }

    /** No record, but perhaps an end, or that nothing happens. */
    record NoRecord(String wish, Verdict atEnd, Verdict atTimeOut) implements Expectation {
        @Override
        public Verdict ended(Fragment rest) {
            return atEnd.unless(rest);
        }

        @Override
        public Verdict timeOut(Fragment rest) {
            return atTimeOut.unless(rest);
        }
    }

    /** Not a byte for a time. */
    record Silence(Duration length) implements Expectation {
        @Override
        public String wish() {
            return "nothing for " + Durations.print(length);
        }

        @Override
        public Verdict endedBefore(Fragment rest) {
            return Verdict.MORE;
        }

        @Override
        public Verdict timeOut(Fragment rest) {
            return Verdict.DONE.unless(rest);
        }
    }

    record WhateverThenTheEnd() implements Expectation {
        @Override
        public String wish() {
            return "the peer's end";
        }

        @Override
        public Verdict record(Span record, Memory memory) {
            return Verdict.MORE;
        }

        @Override
        public Verdict ended(Fragment rest) {
            return Verdict.OVER;
        }
    }

    record Reset() implements Expectation {
        @Override
        public String wish() {
            return "a reset";
        }

        @Override
        public Verdict endedBefore(Fragment rest) {
            return Verdict.MORE;
        }

        @Override
        public Verdict closed(Ending ending, Fragment rest) {
            return ending == Ending.RESET ? Verdict.OVER.unless(rest) : Verdict.WRONG;
        }
    }
}
