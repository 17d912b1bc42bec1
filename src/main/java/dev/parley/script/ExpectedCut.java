package dev.parley.script;

import dev.parley.report.Printable;
import dev.parley.wire.CutRecord;
import dev.parley.wire.Ending;
import dev.parley.wire.Fragment;
import dev.parley.wire.Span;

/** The beginning of a record, and then the end. */
final class ExpectedCut implements Expectation {
    private final CutRecord cut;
    private final boolean reset;
    private boolean heard;

    ExpectedCut(CutRecord cut, boolean reset) {
        this.cut = cut;
        this.reset = reset;
        this.heard = cut.record().isEmpty();
    }

    @Override
    public String wish() {
        String beginning = heard
                ? cut.fragment().toString()
                : Printable.quoted(cut.record().orElseThrow());
        return beginning + " unfinished, then " + (reset ? "RST" : "FIN");
    }

    @Override
    public Verdict record(Span record, Memory memory) {
        boolean right = !heard && record.is(cut.record().orElseThrow());
        heard = true;
        return right ? Verdict.MORE : Verdict.WRONG;
    }

    @Override
    public Verdict ended(Fragment rest) {
        return reset ? Verdict.WRONG : judged(rest);
    }

    @Override
    public Verdict closed(Ending ending, Fragment rest) {
        return ending == (reset ? Ending.RESET : Ending.FIN) ? judged(rest) : Verdict.WRONG;
    }

    private Verdict judged(Fragment rest) {
        return heard && rest.equals(cut.fragment()) ? Verdict.OVER : Verdict.WRONG;
    }
}
