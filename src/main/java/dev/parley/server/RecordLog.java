package dev.parley.server;

import dev.parley.report.Console;
import dev.parley.wire.Out;
import dev.parley.wire.Span;

/** Logs every record as well, in both directions. */
final class RecordLog extends ConnectionLog {
    RecordLog(Failures failures) {
        super(failures);
    }

    @Override
    public boolean hearsRecords() {
        return true;
    }

    @Override
    public void heard(String peer, Span record) {
        Console.log(peer + " << " + record);
    }

    @Override
    public void said(String peer, Out out, int from) {
        Console.log(peer + " >> " + out.since(from));
    }
}
