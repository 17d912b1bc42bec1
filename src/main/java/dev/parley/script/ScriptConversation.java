package dev.parley.script;

import dev.parley.config.Durations;
import dev.parley.conversation.Conversation;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Setting;
import dev.parley.conversation.Side;
import dev.parley.conversation.Spot;
import dev.parley.script.Expectation.Verdict;
import dev.parley.wire.Ending;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One side's part in a script, on one connection: does its own steps, waits for the other's, and ends in a verdict.
 *
 * <p>One loop plays steps as long as the {@link Turn} is {@linkplain Turn#NEXT the next step's}. A step that is not done
 * at once takes the turn; what happens later gives it back, and the loop goes on.
 */
final class ScriptConversation implements Conversation, Wire.Listener {
    /** So few steps are no long walk: if they took their time, the machine was busy with something else. */
    private static final int SHORT_WALK = 100;

    /** How long one script may keep its event loop from the others, in nanoseconds. */
    private static final long LONGEST_WALK = Duration.ofMillis(10).toNanos();

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Script script;
    private final Side side;
    private final long number;
    private final Wire wire;
    private final Observer observer;
    private final Cursor cursor;
    private final Memory memory;
    private final Witness witness;
    private final Actor actor;
    private final String peer;
    private final Promise<ConversationOutcome> outcome = Promise.promise();

    private Turn turn = Turn.NEXT;
    private Side lastSpeaker = Side.SERVER;
    /** How much longer the next thing that is waited for may take. */
    private Duration granted = Duration.ZERO;
    /** A record that an optional line was not about; null where there is none. */
    private Span unclaimed;

    private boolean peerEnded;

    ScriptConversation(Script script, Wire wire, Setting setting) {
        this.script = script;
        this.side = setting.side();
        this.number = setting.number();
        this.wire = wire;
        this.peer = wire.peer();
        this.cursor = new Cursor(script.steps());
        this.memory = new Memory(side, number, wire, cursor);
        this.witness = new Witness(side, wire, cursor);
        this.observer = Observer.all(setting.observer(), witness.observer(), memory);
        this.actor = new Actor(this, wire, setting, observer, memory, witness);
    }

    void begin() {
        observer.accepted(peer);
        wire.stop(); // until a step wants to hear something
        wire.start(this);
        wire.run(this::walk);
    }

    /** The one loop. */
    void walk() {
        long began = wire.time().now();
        for (int steps = 1; turn == Turn.NEXT; steps++) {
            if (wire.full()) {
                witness.waitFromNow();
                become(new Turn.Choked(wire.time().after(script.patience(), () -> timeOut(script.patience()))));
            } else if (steps % SHORT_WALK == 0 && wire.time().now() - began > LONGEST_WALK) {
                become(new Turn.Pausing(wire.time().after(MOMENT, this::next)));
            } else {
                Optional.ofNullable(cursor.next()).orElseGet(this::ending).play(this);
            }
        }
        wire.flush();
    }

    /** After the last step, whoever heard it ends. */
    private Step ending() {
        return new Step.Close(Spot.named("the end"), lastSpeaker.other());
    }

    void next() {
        become(Turn.NEXT);
        walk();
    }

    void become(Turn next) {
        turn.alarm().cancel();
        if (turn.hears()) {
            wire.stop();
        }
        turn = next;
    }

    // What steps ask for.

    Side side() {
        return side;
    }

    long number() {
        return number;
    }

    Actor actor() {
        return actor;
    }

    void arriveAt(Spot spot) {
        witness.arriveAt(spot);
    }

    void enter(List<Step> steps, int times, Map<String, List<byte[]>> names) {
        cursor.enter(steps, times, names);
    }

    /** The line of the step that is arrived at is said by one of us. */
    void speaks(Side by) {
        lastSpeaker = by;
    }

    void hear(Step.Line line) {
        Hearing hearing = Hearing.of(line, memory.words(side.other()), wire);
        grant(hearing.takes());
        expect(hearing.expectation(), withGranted(line.within().orElse(script.patience())));
    }

    /** Lets the next thing that is waited for take so much longer. */
    void grant(Duration more) {
        granted = granted.plus(more);
    }

    private Duration withGranted(Duration patience) {
        Duration longest = patience.plus(granted);
        granted = Duration.ZERO;
        return longest;
    }

    void expect(Expectation expectation) {
        expect(expectation, withGranted(script.patience()));
    }

    /** @param patience how long to wait, whatever was granted */
    void expect(Expectation expectation, Duration patience) {
        actor.release();
        become(new Turn.Awaiting(expectation, wire.time().after(patience, () -> timeOut(patience))));
        if (unclaimed != null) {
            Span record = unclaimed;
            unclaimed = null;
            judge(record);
        } else if (peerEnded) {
            judge(expectation.endedBefore(wire.unfinished()), "FIN", Ending.FIN);
        }
        if (turn.hears()) {
            wire.resume();
        }
    }

    // What happens.

    @Override
    public boolean record(Span record) {
        wire.countRecord();
        observer.heard(peer, record);
        judge(record);
        walk();
        return turn.hears();
    }

    private void judge(Span record) {
        Expectation expected = turn.expectation();
        Verdict verdict = expected.record(record, memory);
        if (verdict == Verdict.SKIP) {
            unclaimed = new Span(record.copy());
        } else {
            memory.keep(record);
        }
        judge(verdict, () -> witness.wrong(expected, record));
    }

    private void judge(Verdict verdict, String what, Ending ending) {
        judge(verdict, () -> witness.instead(turn.expectation(), what, ending));
    }

    private void judge(Verdict verdict, Supplier<ConversationOutcome.Failed> otherwise) {
        switch (verdict) {
            case DONE, SKIP -> become(Turn.NEXT);
            case MORE -> {}
            case OVER -> pass();
            case WRONG -> fail(otherwise.get());
        }
    }

    @Override
    public void inputEnded() {
        peerEnded = true;
        observer.ended(side.other());
        if (turn.hears()) {
            judge(turn.expectation().ended(wire.unfinished()), witness.timed("FIN"), Ending.FIN);
            walk();
        }
    }

    @Override
    public void drained() {
        actor.drained();
        if (turn.drained() != turn) {
            next();
        }
    }

    private void timeOut(Duration patience) {
        String what = "a time-out after " + Durations.print(patience);
        judge(turn.expectation().timeOut(wire.unfinished()), what, Ending.TIMEOUT);
        walk();
    }

    private void pass() {
        finish();
        if (peerEnded) {
            wire.end(Ending.FIN);
        } else {
            wire.cut();
        }
    }

    /** All was said and heard, unless something has come that nobody was to say. */
    void finish() {
        if (unclaimed == null) {
            become(new Turn.Passed(turn.expectation()));
        } else {
            fail(witness.unclaimed(unclaimed));
        }
    }

    private void fail(ConversationOutcome.Failed how) {
        decide(how);
        wire.cut();
    }

    private void decide(ConversationOutcome.Failed how) {
        actor.stop();
        become(new Turn.Failed(how));
    }

    @Override
    public void abandon() {
        if (!turn.last()) {
            fail(witness.stopped(turn.expectation()));
        }
    }

    @Override
    public void failed(Ending why) {
        if (!turn.last()) { // the wire itself sees to the end
            decide(turn.hears() ? witness.lost(turn.expectation(), why) : witness.unsaid(why));
        }
    }

    @Override
    public void closed(Ending ending) {
        actor.stop();
        if (turn.rests() && cursor.next() instanceof Step.Reset reset && reset.by() != side) {
            become(new Turn.Awaiting(Expectation.RESET, Time.Alarm.NONE));
        }
        if (!turn.last() && turn.expectation().closed(ending, wire.unfinished()) == Verdict.OVER) {
            finish();
        }
        if (!turn.last() || turn.failure().isEmpty() && !wire.reason().isEmpty()) {
            fail(witness.lost(turn.expectation(), ending));
        }
        try {
            observer.closed(peer, ending, wire.reason().isEmpty() ? actor.closing() : wire.reason(), wire.lost());
        } finally { // a stop waits for it
            outcome.complete(turn.failure()
                    .<ConversationOutcome>map(how -> how)
                    .orElseGet(() -> witness.passed(memory.heard())));
        }
    }

    @Override
    public Future<ConversationOutcome> outcome() {
        return outcome.future();
    }
}
