package dev.parley.script;

import dev.parley.config.Durations;
import dev.parley.conversation.Asker;
import dev.parley.conversation.Captures;
import dev.parley.conversation.Conversation;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Delivery;
import dev.parley.conversation.Evidence;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Phrase;
import dev.parley.conversation.Setting;
import dev.parley.conversation.Side;
import dev.parley.conversation.Slot;
import dev.parley.conversation.Speaker;
import dev.parley.conversation.Spot;
import dev.parley.conversation.Template;
import dev.parley.conversation.Transcript;
import dev.parley.conversation.Words;
import dev.parley.report.Printable;
import dev.parley.script.Expectation.Verdict;
import dev.parley.script.Expectation.Wanted;
import dev.parley.wire.Ending;
import dev.parley.wire.Fragment;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One side's part in a script, on one connection: does its own steps, waits for the other's, and ends in a verdict. */
final class ScriptConversation implements Conversation, Wire.Listener {
    private static final int LEFT_SHOWN = 3;
    private static final int TRANSCRIPT_SHOWN = 10;
    private static final byte[] NOTHING = {};
    private static final String STOP = "a stop of our own";

    /** How long one script may keep its event loop from the others, in nanoseconds. */
    private static final long LONGEST_TURN = Duration.ofMillis(10).toNanos();

    private static final Duration MOMENT = Duration.ofMillis(1);

    /** More than any framing adds to a record, in bytes. */
    private static final int FRAME = 16;

    private final Script script;
    private final Side side;
    private final long number;
    private final Wire wire;
    private final Observer observer;
    private final String peer;
    private final Cursor cursor;
    private final Speaker speaker;
    private final RandomGenerator random;
    private final Transcript transcript;
    private final Captures captures = new Captures();
    private final Map<String, byte[]> bound = new HashMap<>();
    private final long began;
    private final Promise<ConversationOutcome> outcome = Promise.promise();

    private Step step;
    /** Null while the turn is ours. */
    private Expectation awaited;

    private Side lastSpeaker = Side.SERVER;
    private Spot spot = Spot.named("the beginning");
    private long stepBegan;
    private Duration granted = Duration.ZERO;
    private Time.Alarm alarm = Time.Alarm.NONE;
    /** What we said last. */
    private byte[] mine = NOTHING;
    /** What the other side said last. */
    private byte[] theirs = NOTHING;
    /** How many records we said. */
    private long said;
    /** How many the other side did. */
    private long heard;

    /** A record that an optional line was not about. */
    private Span unclaimed;

    private boolean peerEnded;
    /** Nothing more is said or expected. */
    private boolean over;

    /** What is told of the end, where it was ours and out of order. */
    private String closing = "";

    /** How it has failed; told when the connection is gone. */
    private ConversationOutcome verdict;
    /** The peer does not read what was said. */
    private boolean full;

    ScriptConversation(Script script, Wire wire, Setting setting) {
        this.script = script;
        this.side = setting.side();
        this.number = setting.number();
        this.wire = wire;
        this.peer = wire.peer();
        this.began = wire.time().now();
        this.cursor = new Cursor(script.steps());
        this.transcript = Transcript.ofLast(TRANSCRIPT_SHOWN, side, wire.time());
        this.observer = Observer.all(setting.observer(), transcript, new Memory());
        this.random = new SplittableRandom(setting.seed() + number);
        this.speaker = new Speaker(wire, new WordsOf(side), observer, setting.asker(), this::question);
    }

    void begin() {
        observer.accepted(peer);
        wire.stop(); // until a step wants to hear something
        wire.start(this);
        wire.run(this::goOn);
    }

    /** The one loop: steps that are done at once are walked, one that is not resumes the loop when it is. */
    private void goOn() {
        boolean done = true;
        long turnBegan = wire.time().now();
        while (done && !over) {
            if (wire.full()) {
                full = true;
                stepBegan = wire.time().now();
                alarm = wire.time().after(script.patience(), () -> timeOut(script.patience()));
                return;
            }
            if (wire.time().now() - turnBegan > LONGEST_TURN) {
                alarm = wire.time().after(MOMENT, this::goOn);
                break;
            }
            step = Optional.ofNullable(cursor.next()).orElseGet(this::ending);
            done = step.play(this);
        }
        wire.flush();
    }

    @Override
    public void drained() {
        if (full && !over) {
            full = false;
            alarm.cancel();
            goOn();
        }
    }

    /** After the last step, whoever heard it ends. */
    private Step ending() {
        return new Step.Close(Spot.named("the end"), lastSpeaker.other());
    }

    private void stepDone() {
        alarm.cancel();
        awaited = null;
        wire.stop();
        goOn();
    }

    // What steps ask for.

    Side side() {
        return side;
    }

    long number() {
        return number;
    }

    void arriveAt(Step.Act act) {
        spot = act.spot();
        stepBegan = wire.time().now();
        if (act instanceof Step.Line) {
            lastSpeaker = act.by();
        }
    }

    void enter(List<Step> steps, int times, Map<String, List<byte[]>> names) {
        cursor.enter(steps, times, names);
    }

    boolean say(Step.Line line) {
        Duration delay = line.after().next(random);
        if (delay.isZero()) {
            return sayNow(line);
        }
        speaker.release();
        alarm = wire.time().after(delay, () -> {
            if (sayNow(line)) {
                goOn();
            } else {
                wire.flush();
            }
        });
        return false;
    }

    private boolean sayNow(Step.Line line) {
        boolean done = speaker.say(line.say(), line.delivery(), () -> {
            hasSaid(line);
            goOn();
        });
        if (done) {
            hasSaid(line);
        }
        return done;
    }

    private void hasSaid(Step.Line line) {
        if (!line.delivery().holds()) {
            speaker.release();
        }
        line.pattern().ifPresent(pattern -> {
            if (pattern.matches(new Span(mine), captures)) {
                captures.bind(pattern, bound);
            }
        });
        if (line.delivery().ends()) {
            finish();
        }
    }

    boolean hear(Step.Line line) {
        List<Wanted> wanted = new ArrayList<>();
        Duration takes = line.after().most();
        for (Phrase phrase : line.say()) {
            Optional<byte[]> bytes = phrase instanceof Template template
                    ? Optional.of(template.with(new WordsOf(side.other())))
                    : Optional.empty();
            takes = takes.plus(phrase.takes())
                    .plus(line.delivery().takes(bytes.map(b -> b.length + FRAME).orElse(0)));
            wanted.add(line.pattern()
                    .map(Wanted::like)
                    .or(() -> bytes.map(Wanted::exactly))
                    .orElse(Wanted.ANYTHING));
        }
        grant(takes);
        Duration patience = line.within().orElse(script.patience()).plus(granted);
        granted = Duration.ZERO;
        return expect(expectation(line, wanted), patience);
    }

    private Expectation expectation(Step.Line line, List<Wanted> wanted) {
        if (line.delivery() instanceof Delivery.Cut cut) {
            byte[] body = wanted.get(0).bytes().orElse(NOTHING);
            return new Expectation.Cut(wire.cut(body, cut.bytes()), cut.reset());
        }
        return new Expectation.Records(wanted, line.presence());
    }

    boolean pause(Duration length) {
        speaker.release();
        if (length.isZero()) {
            return true;
        }
        alarm = wire.time().after(length, this::goOn);
        return false;
    }

    /** Lets the next thing that is waited for take so much longer. */
    void grant(Duration more) {
        granted = granted.plus(more);
    }

    boolean expect(Expectation expectation) {
        Duration patience = script.patience().plus(granted);
        granted = Duration.ZERO;
        return expect(expectation, patience);
    }

    /** @return whether that is done already; if not, something that happens to the conversation ends it */
    boolean expect(Expectation expectation, Duration patience) {
        speaker.release();
        awaited = expectation;
        if (unclaimed != null) {
            Span record = unclaimed;
            unclaimed = null;
            if (judgeRecord(record)) {
                awaited = null;
                return true;
            }
        } else if (peerEnded) {
            if (judge(awaited.endedBefore(wire.unfinished()), "FIN", Optional.of(Ending.FIN))) {
                awaited = null;
                return true;
            }
        }
        if (!over) {
            alarm = wire.time().after(patience, () -> timeOut(patience));
            wire.resume();
        }
        return false;
    }

    void endOutput() {
        speaker.release();
        observer.ended(side);
        wire.endOutput();
    }

    boolean reset() {
        speaker.release();
        observer.reset(side);
        closing = "reset";
        finish();
        wire.reset();
        return false;
    }

    /** All was said and heard, unless something has come that nobody was to say. */
    private void finish() {
        if (unclaimed != null) {
            byte[] bytes = unclaimed.copy();
            awaited = new Expectation.NothingMore();
            fail(wish(), Printable.quoted(bytes), Optional.of(bytes), Optional.empty());
        }
        over = true;
    }

    // What happens.

    @Override
    public boolean record(Span record) {
        heard++;
        wire.countRecord();
        observer.heard(peer, record);
        if (judgeRecord(record)) {
            stepDone();
        }
        return awaited != null && !over;
    }

    private boolean judgeRecord(Span record) {
        switch (awaited.record(record, captures)) {
            case DONE:
                take(record);
                return true;
            case MORE:
                take(record);
                return false;
            case SKIP:
                unclaimed = new Span(record.copy());
                return true;
            case OVER:
                pass();
                return false;
            default:
                byte[] bytes = record.copy();
                fail(wish(), Printable.quoted(bytes) + " after " + took(), Optional.of(bytes), Optional.empty());
                return false;
        }
    }

    private void take(Span record) {
        theirs = record.copy();
        if (step instanceof Step.Line line) {
            line.pattern().ifPresent(pattern -> captures.bind(pattern, bound));
        }
    }

    /** @return whether the step is done */
    private boolean judge(Verdict verdict, String what, Optional<Ending> ending) {
        switch (verdict) {
            case DONE, SKIP:
                return true;
            case MORE:
                return false;
            case OVER:
                pass();
                return false;
            default:
                came(what, ending);
                return false;
        }
    }

    @Override
    public void inputEnded() {
        peerEnded = true;
        observer.ended(side.other());
        if (!over && judge(awaited.ended(wire.unfinished()), "FIN after " + took(), Optional.of(Ending.FIN))) {
            stepDone();
        }
    }

    private void timeOut(Duration patience) {
        String what = "a time-out after " + Durations.print(patience);
        if (awaited == null) {
            came(what, Optional.of(Ending.TIMEOUT));
        } else if (judge(awaited.timeOut(wire.unfinished()), what, Optional.of(Ending.TIMEOUT))) {
            stepDone();
        }
    }

    @Override
    public void closed(Ending ending) {
        alarm.cancel();
        speaker.stop();
        if (awaited != null && !over && awaited.closed(ending, wire.unfinished()) == Verdict.OVER) {
            finish();
        }
        if (!over || verdict == null && !wire.reason().isEmpty()) {
            String what = ending == Ending.RESET ? "RST" : ending == Ending.FIN ? "FIN" : wire.reason();
            String told = ending == Ending.DRAINED ? STOP : what;
            came(told + " after " + took(), Optional.of(ending));
        }
        observer.closed(peer, ending, wire.reason().isEmpty() ? closing : wire.reason());
        if (verdict == null) {
            verdict = new ConversationOutcome.Passed(side, peer, heard, since(began));
        }
        outcome.complete(verdict);
    }

    @Override
    public void abandon() {
        if (!over) {
            fail(wish(), STOP + " after " + took(), Optional.empty(), Optional.empty());
        }
    }

    private void pass() {
        alarm.cancel();
        finish();
        if (peerEnded) {
            wire.end(Ending.FIN);
        } else {
            wire.cut();
        }
    }

    /** Something came that is no record. */
    private void came(String what, Optional<Ending> ending) {
        Fragment rest = wire.unfinished();
        if (rest.isEmpty()) {
            fail(wish(), what, Optional.empty(), ending);
        } else {
            fail(wish(), rest + " unfinished, then " + what, Optional.of(rest.shown()), ending);
        }
    }

    private String wish() {
        return awaited == null ? "a peer that reads" : awaited.wish();
    }

    private void fail(String wish, String got, Optional<byte[]> bytes, Optional<Ending> ending) {
        over = true;
        alarm.cancel();
        speaker.stop();
        Optional<byte[]> expected = awaited == null ? Optional.empty() : awaited.bytes();
        Evidence evidence = new Evidence(expected, bytes, left(), transcript.lines());
        verdict = new ConversationOutcome.Failed(
                side, peer, spot.with(cursor.rounds()), wish, got, ending, since(stepBegan), evidence);
        wire.cut();
    }

    /** What has come and was not looked at. */
    private List<String> left() {
        List<String> left = new ArrayList<>();
        wire.untaken(record -> {
            left.add(left.size() < LEFT_SHOWN ? Printable.quoted(record.copy()) : "more");
            return left.size() <= LEFT_SHOWN;
        });
        return left;
    }

    private JsonObject question() {
        return Asker.question(theirs, peer, number, heard).put("step", spot.name());
    }

    private String took() {
        return since(stepBegan).toMillis() + "ms";
    }

    private Duration since(long moment) {
        return Duration.ofNanos(wire.time().now() - moment);
    }

    @Override
    public Future<ConversationOutcome> outcome() {
        return outcome.future();
    }

    /** What placeholders stand for in a line of one side: its peer is the other. */
    private final class WordsOf implements Words {
        private final boolean ours;

        WordsOf(Side speaker) {
            this.ours = speaker == side;
        }

        @Override
        public void append(Slot slot, Out out) {
            switch (slot) {
                case RECORD -> out.append(ours ? theirs : mine);
                case PEER -> out.append(ours ? peer : wire.local());
                case CONNECTION -> out.append(Long.toString(number));
                case COUNT -> out.append(Long.toString(ours ? heard : said));
            }
        }

        @Override
        public void append(String name, Out out) {
            byte[] text = cursor.bound(name);
            out.append(text == null ? bound.getOrDefault(name, NOTHING) : text);
        }
    }

    /** Keeps what we said last. */
    private final class Memory implements Observer {
        @Override
        public void said(String to, Out out, int from) {
            mine = out.since(from).copy();
            said++;
        }
    }
}
