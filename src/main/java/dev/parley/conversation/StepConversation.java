package dev.parley.conversation;

import dev.parley.config.Durations;
import dev.parley.report.Printable;
import dev.parley.wire.Ending;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A client's side of one connection: plays a list of steps, and ends with a verdict. */
public final class StepConversation implements Wire.Listener {
    private static final boolean MORE = true;
    private static final boolean STOP = false;

    private final List<Step> steps;
    private final Wire wire;
    private final Consumer<Span> heard;
    private final String peer;
    private final long began;
    private final Promise<ConversationOutcome> outcome = Promise.promise();

    private int next;
    private int records;
    private long stepBegan;
    private Time.Alarm alarm = Time.Alarm.NONE;

    /** @param heard is shown every record of the peer */
    public StepConversation(List<Step> steps, Wire wire, Consumer<Span> heard) {
        this.steps = steps;
        this.wire = wire;
        this.heard = heard;
        this.peer = wire.peer();
        this.began = wire.time().now();
    }

    /** Plays the steps; the future never fails, since a failure is an outcome too. */
    public Future<ConversationOutcome> play() {
        wire.stop(); // until a step wants to hear something
        wire.start(this);
        goOn();
        return outcome.future();
    }

    /** The one loop: steps that are done at once are walked, one that is not resumes the loop when it is. */
    private void goOn() {
        while (next < steps.size()) {
            stepBegan = wire.time().now();
            if (!steps.get(next).begin(this)) {
                break;
            }
            next++;
        }
        wire.flush();
    }

    private void stepDone() {
        alarm.cancel();
        next++;
        goOn();
    }

    /** Tells that somebody wants no more of this conversation. */
    public void abandon() {
        fail(where(), wish(), "a stop of our own after " + took(), Optional.empty());
    }

    private Step step() {
        return steps.get(next);
    }

    void say(byte[] bytes) {
        wire.beginRecord().append(bytes);
        wire.endRecord();
    }

    void pause(Duration length) {
        alarm = wire.time().after(length, this::stepDone);
    }

    void await(Duration patience) {
        alarm = wire.time()
                .after(patience, () -> came("a time-out after " + Durations.print(patience), Ending.TIMEOUT));
        wire.resume();
    }

    void endOutput() {
        wire.endOutput();
    }

    @Override
    public boolean record(Span record) {
        records++;
        heard.accept(record);
        if (step() instanceof Step.Hear hear) {
            boolean asExpected =
                    hear.expected().map(line -> record.is(line.bytes())).orElse(true);
            if (!asExpected) {
                fail(hear.what(), hear.wish(), Printable.quoted(record.copy()) + " after " + took(), Optional.empty());
                return STOP;
            }
            stepDone();
            return listens() ? MORE : STOP;
        }
        if (step() instanceof Step.AwaitEnd end && end.strict()) {
            fail("the end", "the peer's end", Printable.quoted(record.copy()) + " after " + took(), Optional.empty());
            return STOP;
        }
        return MORE;
    }

    private boolean listens() {
        return step() instanceof Step.Hear || step() instanceof Step.AwaitEnd;
    }

    @Override
    public void inputEnded() {
        if (step() instanceof Step.AwaitEnd) {
            alarm.cancel();
            wire.end(Ending.FIN);
        } else {
            came("FIN after " + took(), Ending.FIN);
        }
    }

    @Override
    public void closed(Ending ending) {
        alarm.cancel();
        if (step() instanceof Step.AwaitEnd && ending == Ending.FIN) {
            outcome.tryComplete(new ConversationOutcome.Passed(peer, records, since(began)));
            return;
        }
        String what = ending == Ending.RESET ? "RST" : ending == Ending.FIN ? "FIN" : wire.reason();
        came(what + " after " + took(), ending);
    }

    /** Something came that is no record. */
    private void came(String what, Ending ending) {
        byte[] unfinished = wire.unfinished();
        String got = unfinished.length == 0 ? what : Printable.quoted(unfinished) + " unfinished, then " + what;
        fail(where(), wish(), got, Optional.of(ending));
    }

    private String where() {
        return step() instanceof Step.Hear hear ? hear.what() : "the end";
    }

    private String wish() {
        return step() instanceof Step.Hear hear ? hear.wish() : "the peer's end";
    }

    private void fail(String what, String wish, String got, Optional<Ending> ending) {
        alarm.cancel();
        outcome.tryComplete(new ConversationOutcome.Failed(peer, what, wish, got, ending, since(stepBegan)));
        wire.cut();
    }

    private String took() {
        return since(stepBegan).toMillis() + "ms";
    }

    private Duration since(long moment) {
        return Duration.ofNanos(wire.time().now() - moment);
    }
}
