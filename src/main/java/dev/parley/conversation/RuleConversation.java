package dev.parley.conversation;

import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A server's side of one connection: greets, then answers each record by the play's rules, one after the other. */
public final class RuleConversation implements Wire.Listener, Words {
    private static final boolean MORE = true;
    private static final boolean STOP = false;

    private final Play play;
    private final Wire wire;
    private final Observer observer;
    private final String peer;
    private final long number;
    private final RandomGenerator random;
    private final Captures captures = new Captures();

    private String state = Play.START;
    private long count;
    private Span record;
    /** The rule whose delay is running; null when nothing is due. */
    private Rule due;

    private Time.Alarm alarm = Time.Alarm.NONE;

    /**
     * @param number of the connection, for rules and templates
     * @param seed of the deployment: with the same one, the connection of this number draws the same delays
     */
    public RuleConversation(Play play, Wire wire, Observer observer, long number, long seed) {
        this.play = play;
        this.wire = wire;
        this.observer = observer;
        this.peer = wire.peer();
        this.number = number;
        this.random = new SplittableRandom(seed + number);
    }

    public void begin() {
        observer.accepted(peer);
        wire.start(this);
        play.greeting().ifPresent(this::say);
        wire.flush();
    }

    @Override
    public boolean record(Span record) {
        this.record = record;
        observer.heard(peer, record);
        Rule rule = play.ruleFor(record, state, number, captures);
        if (rule == null) {
            unmatched();
            return MORE;
        }
        if (!rule.farewell()) {
            count++;
            wire.countRecord();
        }
        Duration delay = rule.after().next(random);
        if (delay.isZero()) {
            answer(rule);
            return MORE;
        }
        due = rule;
        this.record = new Span(record.copy());
        alarm = wire.time().after(delay, this::answerDue);
        return STOP;
    }

    private void unmatched() {
        count++;
        wire.countRecord();
        observer.unmatched(peer, record);
        if (play.unmatched() == Play.Unmatched.CLOSE) {
            wire.end(Ending.FIN);
        }
    }

    private void answerDue() {
        Rule rule = due;
        due = null;
        answer(rule);
        wire.resume();
    }

    private void answer(Rule rule) {
        for (Template template : rule.say()) {
            say(template);
            wire.countAnswer();
        }
        rule.next().ifPresent(next -> state = next);
        switch (rule.then()) {
            case STAY -> {}
            case CLOSE -> wire.end(Ending.FIN);
            case RESET -> wire.reset();
        }
    }

    private void say(Template template) {
        Out out = wire.beginRecord();
        int from = out.size();
        template.appendTo(out, this);
        observer.said(peer, out, from);
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
    public void appendGroup(String name, Out out) {
        captures.append(name, out);
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
        wire.untaken(untaken -> countLost(play.ruleFor(untaken, state, number, captures)));
        observer.closed(peer, ending, wire.reason());
    }

    /** Whether more can be lost after this one. */
    private boolean countLost(Rule rule) {
        if (rule == null) {
            return play.unmatched() != Play.Unmatched.CLOSE;
        }
        wire.countLost(rule.say().size());
        rule.next().ifPresent(next -> state = next);
        return rule.then() == Rule.Then.STAY;
    }
}
