package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.config.Sizes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;
import java.util.zip.ZipException;

/**
 * Brings an answer's body through its coding into the part, as fast as the slower of network and disk.
 *
 * <p>Silence and slowness of the server are only counted while the pump waits for the server: a slow disk is not its
 * fault.
 */
final class Pump {
    private static final long OFF = -1;

    /** What a body may unfold to in any case; beyond that, {@link #MOST_UNFOLDED} times what came, if there is no maxSize. */
    private static final long HARMLESS = 16 * 1024 * 1024;

    private static final int MOST_UNFOLDED = 100;

    private final Vertx vertx;
    private final FetchConfig config;
    private final Answer answer;
    private final Body body;
    private final OptionalLong length;
    private final Coding coding;
    private final Part part;
    private final Progress progress;
    private final Promise<Void> done = Promise.promise();
    private long silence = OFF;
    private long window = OFF;
    private long windowBegan;
    private boolean held;
    private boolean turning;

    /** @param length of the body, as far as the answer tells */
    Pump(
            Vertx vertx,
            FetchConfig config,
            Answer answer,
            OptionalLong length,
            Coding coding,
            Part part,
            Progress progress) {
        this.vertx = vertx;
        this.config = config;
        this.answer = answer;
        this.body = answer.body();
        this.length = length;
        this.coding = coding;
        this.part = part;
        this.progress = progress;
    }

    /** Completes when the whole body has been handed to the part; fails with a {@link Failure}. */
    Future<Void> run(Abort abort) {
        progress.began(length.orElse(-1));
        abort.onSaid(done::tryFail);
        part.onBroken(done::tryFail);
        part.onDrain(this::turn);
        body.onNews(this::turn);
        config.pace().ifPresent(pace -> window = vertx.setPeriodic(pace.window().toMillis(), id -> look(pace)));
        turn();
        return done.future().onComplete(v -> {
            body.onNews(() -> {});
            part.onDrain(() -> {});
            listen(false);
            vertx.cancelTimer(window);
            coding.close();
            progress.missed(length.isPresent() ? length.getAsLong() - body.received() : -1);
        });
    }

    private void turn() {
        if (turning) {
            return; // news that taking the last chunk has brought is seen by the turn that is on
        }
        turning = true;
        try {
            pump();
        } finally {
            turning = false;
        }
    }

    private void pump() {
        listen(false);
        try {
            while (!part.full() && !done.future().isComplete()) {
                Buffer piece = coding.take();
                if (piece != null) {
                    part.write(piece);
                    weigh();
                    continue;
                }
                Buffer chunk = body.poll();
                if (chunk == null) {
                    endOrListen();
                    return;
                }
                progress.arrived(chunk.length());
                coding.put(chunk);
            }
            held = true;
        } catch (ZipException e) {
            fail(Failure.wrong(answer.url() + ": " + e.getMessage()));
        } catch (Failure tooMuch) {
            fail(tooMuch);
        }
    }

    private void weigh() {
        if (part.bytes() > config.maxSize().orElse(Long.MAX_VALUE)) {
            throw Failure.wrong(answer.url() + ": expected at most "
                    + Sizes.words(config.maxSize().getAsLong()) + ", got more");
        }
        if (!coding.plain()
                && config.maxSize().isEmpty()
                && part.bytes() > HARMLESS
                && part.bytes() / MOST_UNFOLDED > body.received()) {
            throw Failure.wrong(answer.url() + ": " + body.received() + " bytes of "
                    + answer.coding().orElse("it") + " unfold to more than " + MOST_UNFOLDED
                    + " times as many; a maxSize would allow that");
        }
    }

    private void endOrListen() throws ZipException {
        if (body.ended()) {
            end();
        } else if (body.broken() != null) {
            fail(Reasons.ofAnswer(body.broken(), answer.url().toString(), cut()));
        } else {
            listen(true);
        }
    }

    private void end() throws ZipException {
        if (length.orElse(body.received()) != body.received() || !answer.lengthKnown() && body.tornOff()) {
            fail(Failure.cut(answer.url() + ": " + cut()));
        } else {
            coding.end();
            done.tryComplete();
        }
    }

    private String cut() {
        return "the body was cut short: "
                + (length.isPresent()
                        ? "expected " + length.getAsLong() + " bytes, got " + body.received()
                        : "got " + body.received() + " bytes and no end");
    }

    private void listen(boolean on) {
        if (silence != OFF) {
            vertx.cancelTimer(silence);
            silence = OFF;
        }
        if (on) {
            silence = vertx.setTimer(
                    config.idleTimeout().toMillis(),
                    id -> fail(Failure.cut(answer.url() + ": the server was silent for "
                            + Durations.print(config.idleTimeout()) + " after " + body.received()
                            + " bytes of the body")));
        }
    }

    /** At the end of each window; one in which the disk held us up tells nothing. */
    private void look(Pace pace) {
        long came = body.received() - windowBegan;
        if (!held && !pace.kept(came)) {
            fail(Failure.cut(answer.url() + ": too slow: expected " + pace + ", got "
                    + came * 1000 / pace.window().toMillis() + " bytes/s"));
        }
        windowBegan = body.received();
        held = part.full();
    }

    private void fail(Failure why) {
        done.tryFail(why);
    }
}
