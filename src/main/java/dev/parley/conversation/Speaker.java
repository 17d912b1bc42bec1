package dev.parley.conversation;

import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says what one side of a conversation has to say: records one after the other, some in pieces, some once somebody has
 * been asked for them.
 */
public final class Speaker {
    private static final byte[] NOTHING = {};
    private static final int MOST_HELD = 64 * 1024;

    private final Wire wire;
    private final Words words;
    private final Observer observer;
    private final Asker asker;
    private final Supplier<JsonObject> question;
    private final String peer;

    private List<Phrase> phrases = List.of();
    private Delivery delivery = Delivery.WHOLE;
    private Runnable then = () -> {};
    private int next;
    /** What goes out with what is said next; null where that is nothing. */
    private ByteArrayOutputStream held;
    /** Answers that the wire does not have to their last byte. */
    private int unsent;

    private Time.Alarm alarm = Time.Alarm.NONE;
    /** An answer is waited for. */
    private boolean asked;
    /** The question is just being put: an answer that is there at once needs nobody to go on. */
    private boolean asking;

    /** The peer has to read before more is said. */
    private boolean choked;

    private boolean stopped;

    /** @param question what an {@code ask} tells of the record and its connection */
    public Speaker(Wire wire, Words words, Observer observer, Asker asker, Supplier<JsonObject> question) {
        this.wire = wire;
        this.words = words;
        this.observer = observer;
        this.asker = asker;
        this.question = question;
        this.peer = wire.peer();
    }

    /** Says what nobody has asked for, so that it is not counted as an answer. */
    void greet(Template greeting) {
        frame(greeting);
    }

    /**
     * Says phrases.
     *
     * @param then is called when it is done, if it was not done at once
     * @return whether it is done; if not, {@code then} is called later, or the wire fails
     */
    public boolean say(List<Phrase> phrases, Delivery delivery, Runnable then) {
        this.phrases = phrases;
        this.delivery = delivery;
        this.then = then;
        next = 0;
        return goOn();
    }

    private boolean goOn() {
        while (next < phrases.size()) {
            if (next > 0 && wire.full()) {
                choked = true;
                return false;
            }
            if (!phrases.get(next++).say(this)) {
                return false;
            }
        }
        return true;
    }

    /** The peer has read enough of what was said: goes on, if that is what was waited for. */
    public void drained() {
        if (choked) {
            choked = false;
            resume();
        }
    }

    private void resume() {
        if (!stopped && goOn()) {
            then.run();
        }
    }

    /** How many of the phrases have not been said. */
    int unsaid() {
        return phrases.size() - next + (asked ? 1 : 0);
    }

    boolean say(Template template) {
        if (!frame(template)) {
            wire.countLost(1);
            return false; // and nobody goes on
        }
        if (delivery == Delivery.WHOLE && held == null) {
            wire.countAnswer();
            return true;
        }
        unsent++;
        return delivery.deliver(wire.takeBack(), this);
    }

    /** Whether something is held back that has to go out with what is said next. */
    boolean holds() {
        return held != null;
    }

    private boolean frame(Template template) {
        Out out = wire.beginRecord();
        int from = out.size();
        template.appendTo(out, words);
        observer.said(peer, out, from);
        return wire.endRecord();
    }

    /** @return whether the answer is there already */
    boolean ask(Ask ask) {
        asked = true;
        asking = true;
        asker.ask(ask.address(), question.get(), ask.within())
                .onComplete(answer -> wire.run(() -> answered(ask, answer)));
        asking = false;
        if (asked) {
            wire.flush(); // what was said is not kept for whoever writes next
        }
        return !asked;
    }

    private void answered(Ask ask, AsyncResult<List<byte[]>> answer) {
        if (stopped) {
            return;
        }
        if (answer.failed()) {
            observer.unanswered(peer, ask.address(), answer.cause().getMessage());
        }
        List<? extends Phrase> instead = answer.failed()
                ? ask.orElse()
                : answer.result().stream().map(Template::of).toList();
        List<Phrase> rest = phrases.subList(next, phrases.size());
        phrases = Stream.concat(instead.stream(), rest.stream()).toList();
        next = 0;
        asked = false;
        if (!asking) {
            resume();
        }
    }

    /** Keeps bytes back until more is said, or {@link #release}; no more of them than a write is worth. */
    void hold(byte[] framed) {
        if (held == null) {
            held = new ByteArrayOutputStream();
        }
        held.writeBytes(framed);
        if (held.size() > MOST_HELD) {
            release();
        }
    }

    private byte[] join(byte[] more) {
        if (held == null) {
            return more;
        }
        held.writeBytes(more);
        byte[] joined = held.toByteArray();
        held = null;
        return joined;
    }

    /** Sends what was kept back, and whatever else was said: nothing that is said later goes out with it. */
    public void release() {
        sendRest(join(NOTHING), 0);
    }

    private void sendRest(byte[] framed, int from) {
        int answers = unsent;
        unsent = 0;
        wire.send(framed, from, framed.length, answers);
    }

    /**
     * Sends bytes in pieces.
     *
     * @param offsets where they are parted, ascending
     * @return whether all were sent at once
     */
    boolean send(byte[] framed, int[] offsets, Duration apart) {
        int before = held == null ? 0 : held.size();
        byte[] all = join(framed);
        int[] parted = Arrays.stream(offsets).map(at -> at + before).toArray();
        return sendFrom(all, 0, parted, 0, apart);
    }

    private boolean sendFrom(byte[] bytes, int from, int[] offsets, int piece, Duration apart) {
        int start = from;
        for (int i = piece; i < offsets.length; i++) {
            wire.send(bytes, start, offsets[i], 0);
            start = offsets[i];
            if (!apart.isZero()) {
                int following = i + 1;
                int rest = start;
                alarm = wire.time().after(apart, () -> {
                    if (sendFrom(bytes, rest, offsets, following, apart)) {
                        resume();
                    }
                });
                return false;
            }
        }
        sendRest(bytes, start);
        return true;
    }

    /** Sends the beginning of a record and ends the connection. */
    void cut(byte[] beginning, boolean reset) {
        sendRest(join(beginning), 0);
        observer.cut(beginning.length, reset);
        if (reset) {
            wire.reset();
        } else {
            wire.end(Ending.FIN);
        }
    }

    /** Says no more, whatever is on its way: what the wire has only in part, or not at all, is lost. */
    public void stop() {
        stopped = true;
        alarm.cancel();
        wire.countLost(unsent);
        unsent = 0;
    }
}
