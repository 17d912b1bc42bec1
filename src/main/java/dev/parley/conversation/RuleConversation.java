package dev.parley.conversation;

import dev.parley.report.Printable;
import dev.parley.wire.Echoes;
import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A server's side of one connection: greets, then answers each record by the play's rules, one after the other. */
final class RuleConversation implements Conversation, Wire.Listener, Words {
    private final RulePlay play;
    private final Wire wire;
    private final Observer observer;
    private final String peer;
    private final long number;
    private final long began;
    private final RandomGenerator random;
    private final Captures captures = new Captures();
    private final Speaker speaker;
    private final Promise<ConversationOutcome> outcome = Promise.promise();

    private String state = RulePlay.START;
    private long count;
    private Span record;
    /** The rule whose delay is running; null when nothing is due. */
    private Rule due;
    /** The rule whose answer is being said; null when nothing is. */
    private Rule saying;
    /** The first record that no rule was for, as a failure shows it. */
    private Optional<String> stranger = Optional.empty();

    private Time.Alarm alarm = Time.Alarm.NONE;
    /** What is told of the end, where it was ours and out of order. */
    private String closing = "";

    RuleConversation(RulePlay play, Wire wire, Setting setting) {
        this.play = play;
        this.wire = wire;
        this.observer = setting.observer();
        this.peer = wire.peer();
        this.number = setting.number();
        this.began = wire.time().now();
        this.random = new SplittableRandom(setting.seed() + number);
        this.speaker = new Speaker(wire, this, observer, setting.asker(), this::question);
    }

    void begin() {
        observer.accepted(peer);
        wire.start(this);
        wire.run(() -> play.greeting().ifPresent(speaker::greet));
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
            return answer(rule);
        }
        due = rule;
        alarm = wire.time().after(delay, this::answerDue);
        return STOP;
    }

    /** None while somebody listens in, or something is held back that has to go first. */
    @Override
    public Echoes echoes() {
        return observer.hearsRecords() || speaker.holds() ? Echoes.NONE : play.echoes();
    }

    @Override
    public void echoed(int records) {
        count += records;
    }

    private void unmatched() {
        count++;
        wire.countRecord();
        observer.unmatched(peer, record);
        if (stranger.isEmpty()) {
            stranger = Optional.of(Printable.quoted(record.copy()));
        }
        if (play.unmatched() == RulePlay.Unmatched.CLOSE) {
            observer.ended(Side.SERVER);
            speaker.release();
            wire.end(Ending.FIN);
        }
    }

    private void answerDue() {
        Rule rule = due;
        due = null;
        if (answer(rule)) {
            wire.resume();
        }
    }

    private boolean answer(Rule rule) {
        saying = rule;
        if (speaker.say(rule.say(), rule.delivery(), this::goOn)) {
            answered();
            return MORE;
        }
        return STOP;
    }

    private void goOn() {
        answered();
        wire.resume();
    }

    private void answered() {
        Rule rule = saying;
        saying = null;
        rule.next().ifPresent(next -> state = next);
        switch (rule.then()) {
            case STAY -> {}
            case CLOSE -> {
                observer.ended(Side.SERVER);
                speaker.release();
                wire.end(Ending.FIN);
            }
            case RESET -> {
                closing = "reset";
                observer.reset(Side.SERVER);
                speaker.release();
                wire.reset();
            }
        }
    }

    private JsonObject question() {
        return Asker.question(record.copy(), peer, number, count).put("state", state);
    }

    @Override
    public void append(Slot slot, Out out) {
        switch (slot) {
            case RECORD -> out.append(record);
            case PEER -> out.append(peer);
            case CONNECTION -> out.append(Long.toString(number));
            case COUNT -> out.append(Long.toString(count));
        }
    }

    @Override
    public void append(String name, Out out) {
        captures.append(name, out);
    }

    @Override
    public void inputEnded() {
        observer.ended(Side.CLIENT);
        speaker.release();
        wire.end(Ending.FIN);
    }

    @Override
    public void drained() {
        speaker.drained();
    }

    @Override
    public void unheard() {
        wire.cut();
    }

    @Override
    public void lastWords() {
        speaker.release();
    }

    @Override
    public void abandon() {
        wire.cut();
    }

    @Override
    public void closed(Ending ending) {
        alarm.cancel();
        speaker.stop();
        if (due != null) {
            countLost(due);
            due = null;
        }
        if (saying != null) {
            wire.countLost(speaker.unsaid());
            saying.next().ifPresent(next -> state = next);
        }
        wire.untaken(untaken -> isLost(play.ruleFor(untaken, state, number, captures)));
        try {
            observer.closed(peer, ending, wire.reason().isEmpty() ? closing : wire.reason(), wire.lost());
        } finally {
            outcome.complete(outcome(ending)); // which a stop waits for
        }
    }

    /** A record that has come and was not taken up. */
    private boolean isLost(Rule rule) {
        if (rule == null || !rule.farewell()) {
            wire.countRecord();
        }
        return countLost(rule);
    }

    /** Whether more can be lost after this one. */
    private boolean countLost(Rule rule) {
        if (rule == null) {
            return play.unmatched() != RulePlay.Unmatched.CLOSE;
        }
        wire.countLost(rule.say().size());
        rule.next().ifPresent(next -> state = next);
        return rule.then() == Rule.Then.STAY;
    }

    /** By rules a conversation has passed when there was one for every record, and all bytes were records. */
    private ConversationOutcome outcome(Ending ending) {
        Duration took = Duration.ofNanos(wire.time().now() - began);
        if (stranger.isEmpty() && wire.reason().isEmpty()) {
            return new ConversationOutcome.Passed(Side.SERVER, peer, count, took);
        }
        return new ConversationOutcome.Failed(
                Side.SERVER,
                peer,
                Spot.named("rules"),
                "a record that a rule is for",
                stranger.orElse(wire.reason()),
                Optional.of(ending),
                took,
                Evidence.NONE);
    }

    @Override
    public Future<ConversationOutcome> outcome() {
        return outcome.future();
    }
}
