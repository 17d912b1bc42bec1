package dev.parley.script;

import dev.parley.conversation.Observer;
import dev.parley.conversation.Setting;
import dev.parley.conversation.Side;
import dev.parley.conversation.Speaker;
import dev.parley.wire.Wire;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Does the steps of our own side. */
final class Actor {
    private final ScriptConversation conversation;
    private final Wire wire;
    private final Side side;
    private final Observer observer;
    private final Memory memory;
    private final Speaker speaker;
    private final RandomGenerator random;
    private String closing = "";

    /** @param observer of all that happens in the conversation */
    Actor(
            ScriptConversation conversation,
            Wire wire,
            Setting setting,
            Observer observer,
            Memory memory,
            Witness witness) {
        this.conversation = conversation;
        this.wire = wire;
        this.side = setting.side();
        this.observer = observer;
        this.memory = memory;
        this.random = new SplittableRandom(setting.seed() + setting.number());
        this.speaker =
                new Speaker(wire, memory.words(side), observer, setting.asker(), () -> memory.question(witness.spot()));
    }

    void say(Step.Line line) {
        Duration delay = line.after().next(random);
        if (delay.isZero()) {
            sayNow(line);
            return;
        }
        release();
        conversation.become(new Turn.Pausing(wire.time().after(delay, () -> {
            sayNow(line);
            conversation.walk();
        })));
    }

    private void sayNow(Step.Line line) {
        conversation.become(Turn.SAYING);
        boolean said = speaker.say(line.say(), line.delivery(), () -> {
            hasSaid(line);
            conversation.walk();
        });
        if (said) {
            hasSaid(line);
        }
    }

    private void hasSaid(Step.Line line) {
        conversation.become(Turn.NEXT);
        if (!line.delivery().holds()) {
            release();
        }
        line.pattern().ifPresent(memory::bind);
        if (line.delivery().ends()) {
            conversation.finish();
        }
    }

    void pause(Duration length) {
        release();
        if (!length.isZero()) {
            conversation.become(new Turn.Resting(wire.time().after(length, conversation::next)));
        }
    }

    void endOutput() {
        release();
        observer.ended(side);
        wire.endOutput();
    }

    void reset() {
        release();
        observer.reset(side);
        closing = "reset";
        conversation.finish();
        wire.reset();
    }

    /** What is told of the end, where it was ours and out of order. */
    String closing() {
        return closing;
    }

    /** Sends what was to be glued to our next line: something else comes before it. */
    void release() {
        speaker.release();
    }

    void drained() {
        speaker.drained();
    }

    void stop() {
        speaker.stop();
    }
}
