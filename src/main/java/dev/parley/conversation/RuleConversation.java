package dev.parley.conversation;

import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;

/** A server's side of one connection: greets, then answers each record by the play's rules, one after the other. */
public final class RuleConversation implements Wire.Listener, Words {
    private static final boolean MORE = true;
    private static final boolean STOP = false;

    private final Play play;
    private final Wire wire;
    private final Observer observer;
    private final String peer;
    private final long number;

    private long count;
    private Span record;
    /** The rule whose delay is running; null when nothing is due. */
    private Rule due;

    private Time.Alarm alarm = Time.Alarm.NONE;

    /** @param number of the connection, for the template */
    public RuleConversation(Play play, Wire wire, Observer observer, long number) {
        this.play = play;
        this.wire = wire;
        this.observer = observer;
        this.peer = wire.peer();
        this.number = number;
    }

    public void begin() {
        observer.accepted(peer);
        wire.start(this);
        play.greeting().ifPresent(this::say);
        wire.flush();
    }

    @Override
    public boolean record(Span record) {
        Rule rule = play.ruleFor(record);
        this.record = record;
        observer.heard(peer, record);
        if (!rule.farewell()) {
            count++;
            wire.countRecord();
        }
        if (rule.after().isZero()) {
            answer(rule);
            return MORE;
        }
        due = rule;
        this.record = new Span(record.copy());
        alarm = wire.time().after(rule.after(), this::answerDue);
        return STOP;
    }

    private void answerDue() {
        Rule rule = due;
        due = null;
        answer(rule);
        wire.resume();
    }

    private void answer(Rule rule) {
        rule.say().ifPresent(template -> {
            say(template);
            wire.countAnswer();
        });
        if (rule.then() == Rule.Then.CLOSE) {
            wire.end(Ending.FIN);
        }
    }

    private void say(Template template) {
        Out out = wire.beginRecord();
        int from = out.size();
        template.appendTo(out, this);
        observer.said(peer, out.since(from));
        wire.endRecord();
    }

    @Override
    public void append(Slot slot, Out out) {
        switch (slot) {
            case RECORD -> out.append(record);
            case PEER -> out.append(peer);
            case CONNECTION -> out.append(Long.toString(number));
            case COUNT -> out.append(Long.toString(count));
            case NAME -> throw new IllegalArgumentException("no slot of a server: " + slot);
        }
    }

    @Override
    public void inputEnded() {
        wire.end(Ending.FIN);
    }

    @Override
    public void closed(Ending ending) {
        alarm.cancel();
        if (due != null) {
            countLost(due);
            due = null;
        }
        wire.untaken(untaken -> countLost(play.ruleFor(untaken)));
        observer.closed(peer, ending, wire.reason());
    }

    /** Whether more can be lost after this one. */
    private boolean countLost(Rule rule) {
        wire.countLost(rule.say().isPresent() ? 1 : 0);
        return rule.then() != Rule.Then.CLOSE;
    }
}
