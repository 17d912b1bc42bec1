package dev.parley.script;

import dev.parley.config.Durations;
import dev.parley.conversation.Captures;
import dev.parley.conversation.Match;
import dev.parley.report.Printable;
import dev.parley.wire.CutRecord;
import dev.parley.wire.Ending;
import dev.parley.wire.Fragment;
import dev.parley.wire.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one side waits for the other to do. Of one conversation, since it can remember what has come of it.
 *
 * <p>Each thing that can happen is {@linkplain Verdict judged}; where nothing is said here, it is wrong.
 */
abstract sealed class Expectation {
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
        WRONG
    }

    /** In words, for a failure. */
    abstract String wish();

    /** The bytes that it waits for, where it is some in particular. */
    Optional<byte[]> bytes() {
        return Optional.empty();
    }

    Verdict record(Span record, Captures captures) {
        return Verdict.WRONG;
    }

    /** @param rest what the peer has left unfinished */
    Verdict ended(Fragment rest) {
        return Verdict.WRONG;
    }

    /** What a side's end makes of it that came before, and was asked for. */
    Verdict endedBefore(Fragment rest) {
        return ended(rest);
    }

    Verdict closed(Ending ending, Fragment rest) {
        return ending == Ending.FIN ? ended(rest) : Verdict.WRONG;
    }

    Verdict timeOut(Fragment rest) {
        return Verdict.WRONG;
    }

    private static Verdict whole(Fragment rest, Verdict otherwise) {
        return rest.isEmpty() ? otherwise : Verdict.WRONG;
    }

    /**
     * One record of a line.
     *
     * @param wish in words
     * @param bytes empty where any that match will do
     */
    record Wanted(Match match, String wish, Optional<byte[]> bytes) {
        static final Wanted ANYTHING = new Wanted(Match.ANY, "a record", Optional.empty());

        static Wanted exactly(byte[] bytes) {
            return new Wanted(Match.exactly(bytes), Printable.quoted(bytes), Optional.of(bytes));
        }

        static Wanted like(Match pattern) {
            return pattern == Match.ANY ? ANYTHING : new Wanted(pattern, "a record like " + pattern, Optional.empty());
        }
    }

    /** The records of a line. */
    static final class Records extends Expectation {
        private final List<Wanted> wanted;
        private final Step.Line.Presence presence;
        private int next;

        Records(List<Wanted> wanted, Step.Line.Presence presence) {
            this.wanted = wanted;
            this.presence = presence;
        }

        @Override
        String wish() {
            return wanted.get(next).wish();
        }

        @Override
        Optional<byte[]> bytes() {
            return wanted.get(next).bytes();
        }

        @Override
        Verdict record(Span record, Captures captures) {
            if (!wanted.get(next).match().matches(record, captures)) {
                return unlessOptional();
            }
            return ++next == wanted.size() ? Verdict.DONE : Verdict.MORE;
        }

        /** An optional line is left out as a whole, or not at all. */
        private Verdict unlessOptional() {
            return presence == Step.Line.Presence.OPTIONAL && next == 0 ? Verdict.SKIP : Verdict.WRONG;
        }

        @Override
        Verdict ended(Fragment rest) {
            return whole(rest, unlessOptional());
        }

        @Override
        Verdict timeOut(Fragment rest) {
            return whole(rest, unlessOptional());
        }
    }

    /** The beginning of a record, and then the end. */
    static final class Cut extends Expectation {
        private final CutRecord cut;
        private final boolean reset;
        private boolean heard;

        Cut(CutRecord cut, boolean reset) {
            this.cut = cut;
            this.reset = reset;
            this.heard = cut.record().isEmpty();
        }

        @Override
        String wish() {
            String beginning = heard
                    ? cut.fragment().toString()
                    : Printable.quoted(cut.record().orElseThrow());
            return beginning + " unfinished, then " + (reset ? "RST" : "FIN");
        }

        @Override
        Verdict record(Span record, Captures captures) {
            boolean right = !heard && record.is(cut.record().orElseThrow());
            heard = true;
            return right ? Verdict.MORE : Verdict.WRONG;
        }

        @Override
        Verdict ended(Fragment rest) {
            return reset ? Verdict.WRONG : judged(rest);
        }

        @Override
        Verdict closed(Ending ending, Fragment rest) {
            return ending == (reset ? Ending.RESET : Ending.FIN) ? judged(rest) : Verdict.WRONG;
        }

        private Verdict judged(Fragment rest) {
            return heard && rest.equals(cut.fragment()) ? Verdict.OVER : Verdict.WRONG;
        }
    }

    /** Not a byte for a time. */
    static final class Silence extends Expectation {
        private final Duration length;

        Silence(Duration length) {
            this.length = length;
        }

        @Override
        String wish() {
            return "nothing for " + Durations.print(length);
        }

        @Override
        Verdict endedBefore(Fragment rest) {
            return Verdict.MORE;
        }

        @Override
        Verdict timeOut(Fragment rest) {
            return whole(rest, Verdict.DONE);
        }
    }

    /** The end of the other side's output, while ours goes on. */
    static final class Fin extends Expectation {
        @Override
        String wish() {
            return "the end of the peer's side";
        }

        @Override
        Verdict ended(Fragment rest) {
            return whole(rest, Verdict.DONE);
        }
    }

    /** The end of the connection. */
    static final class Closing extends Expectation {
        @Override
        String wish() {
            return "the peer's end";
        }

        @Override
        Verdict ended(Fragment rest) {
            return whole(rest, Verdict.OVER);
        }
    }

    /** We have ended: the other side may end as well, or leave it at that. */
    static final class NothingMore extends Expectation {
        @Override
        String wish() {
            return "nothing more";
        }

        @Override
        Verdict ended(Fragment rest) {
            return whole(rest, Verdict.OVER);
        }

        @Override
        Verdict timeOut(Fragment rest) {
            return whole(rest, Verdict.OVER);
        }
    }

    /** The end of the connection, whatever is said before it. */
    static final class WhateverThenTheEnd extends Expectation {
        @Override
        String wish() {
            return "the peer's end";
        }

        @Override
        Verdict record(Span record, Captures captures) {
            return Verdict.MORE;
        }

        @Override
        Verdict ended(Fragment rest) {
            return Verdict.OVER;
        }
    }

    /** A reset of the connection. */
    static final class Reset extends Expectation {
        @Override
        String wish() {
            return "a reset";
        }

        @Override
        Verdict endedBefore(Fragment rest) {
            return Verdict.MORE;
        }

        @Override
        Verdict closed(Ending ending, Fragment rest) {
            return ending == Ending.RESET ? whole(rest, Verdict.OVER) : Verdict.WRONG;
        }
    }
}
