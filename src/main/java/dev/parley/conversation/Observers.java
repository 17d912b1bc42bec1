package dev.parley.conversation;

import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import java.util.List;

/** Several observers, told one after the other. */
record Observers(List<Observer> each) implements Observer {
    @Override
    public boolean hearsRecords() {
        return each.stream().anyMatch(Observer::hearsRecords);
    }

    @Override
    public void accepted(String peer) {
        each.forEach(one -> one.accepted(peer));
    }

    @Override
    public void heard(String peer, Span record) {
        each.forEach(one -> one.heard(peer, record));
    }

    @Override
    public void unmatched(String peer, Span record) {
        each.forEach(one -> one.unmatched(peer, record));
    }

    @Override
    public void said(String peer, Out out, int from) {
        each.forEach(one -> one.said(peer, out, from));
    }

    @Override
    public void cut(int bytes, boolean reset) {
        each.forEach(one -> one.cut(bytes, reset));
    }

    @Override
    public void unanswered(String peer, String address, String why) {
        each.forEach(one -> one.unanswered(peer, address, why));
    }

    @Override
    public void ended(Side by) {
        each.forEach(one -> one.ended(by));
    }

    @Override
    public void reset(Side by) {
        each.forEach(one -> one.reset(by));
    }

    @Override
    public void closed(String peer, Ending ending, String reason, long lost) {
        each.forEach(one -> one.closed(peer, ending, reason, lost));
    }
}
