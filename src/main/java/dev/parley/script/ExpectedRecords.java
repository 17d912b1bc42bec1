package dev.parley.script;

import dev.parley.conversation.Match;
import dev.parley.report.Printable;
import dev.parley.wire.Fragment;
import dev.parley.wire.Span;
import java.util.List;
import java.util.Optional;

/** The records of a line, one after the other. */
final class ExpectedRecords implements Expectation {
    private final List<Wanted> wanted;
    private final Step.Line.Presence presence;
    private int next;

    ExpectedRecords(List<Wanted> wanted, Step.Line.Presence presence) {
        this.wanted = wanted;
        this.presence = presence;
    }

    /**
     * One of them.
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

    @Override
    public String wish() {
        return wanted.get(next).wish();
    }

    @Override
    public Optional<byte[]> bytes() {
        return wanted.get(next).bytes();
    }

    @Override
    public Verdict record(Span record, Memory memory) {
        if (!memory.matches(wanted.get(next).match(), record)) {
            return unlessOptional();
        }
        return ++next == wanted.size() ? Verdict.DONE : Verdict.MORE;
    }

    /** An optional line is left out as a whole, or not at all. */
    private Verdict unlessOptional() {
        return presence == Step.Line.Presence.OPTIONAL && next == 0 ? Verdict.SKIP : Verdict.WRONG;
    }

    @Override
    public Verdict ended(Fragment rest) {
        return unlessOptional().unless(rest);
    }

    @Override
    public Verdict timeOut(Fragment rest) {
        return unlessOptional().unless(rest);
    }
}
