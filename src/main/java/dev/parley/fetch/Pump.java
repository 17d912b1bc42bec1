package dev.parley.fetch;

import dev.parley.config.Durations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.zip.ZipException;

/**
 * Brings an answer's body through its coding into the part, as fast as the slower of network and disk.
 *
 * <p>The server's silence is only counted while the pump waits for the server: a slow disk is not its fault.
 */
final class Pump {
    private static final long OFF = -1;

    private final Vertx vertx;
    private final Answer answer;
    private final Body body;
    private final Coding coding;
    private final Part part;
    private final Duration patience;
    private final Progress progress;
    private final Promise<Void> done = Promise.promise();
    private long silence = OFF;

    Pump(Vertx vertx, Answer answer, Coding coding, Part part, Duration patience) {
        this.vertx = vertx;
        this.answer = answer;
        this.body = answer.body();
        this.coding = coding;
        this.part = part;
        this.patience = patience;
        this.progress = Progress.of(answer.url().host(), answer.contentLength().orElse(-1));
    }

    /** Completes when the whole body has been handed to the part; fails with a {@link Failure}. */
    Future<Void> run(Abort abort) {
        abort.onSaid(done::tryFail);
        part.onBroken(done::tryFail);
        part.onDrain(this::turn);
        body.onNews(this::turn);
        turn();
        return done.future().onComplete(v -> {
            body.onNews(() -> {});
            listen(false);
            progress.close();
            coding.close();
        });
    }

    private void turn() {
        if (done.future().isComplete()) {
            return;
        }
        listen(false);
        try {
            while (!part.full()) {
                Buffer piece = coding.take();
                if (piece != null) {
                    part.write(piece);
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
        } catch (ZipException e) {
            fail(Failure.lasting(answer.url() + ": " + e.getMessage()));
        }
    }

    private void endOrListen() throws ZipException {
        if (body.broken() != null) {
            fail(Reasons.ofAnswer(body.broken(), answer.url().toString(), cut()));
        } else if (!body.ended()) {
            listen(true);
        } else if (answer.contentLength().orElse(body.received()) != body.received()
                || !answer.lengthKnown() && body.tornOff()) {
            fail(Failure.passing(answer.url() + ": " + cut()));
        } else {
            coding.end();
            done.tryComplete();
        }
    }

    private String cut() {
        return "the body was cut short: "
                + (answer.contentLength().isPresent()
                        ? "expected " + answer.contentLength().getAsLong() + " bytes, got " + body.received()
                        : "got " + body.received() + " bytes and no end");
    }

    private void listen(boolean on) {
        if (silence != OFF) {
            vertx.cancelTimer(silence);
            silence = OFF;
        }
        if (on) {
            silence = vertx.setTimer(
                    patience.toMillis(),
                    id -> fail(Failure.passing(answer.url() + ": the server was silent for " + Durations.print(patience)
                            + " after " + body.received() + " bytes of the body")));
        }
    }

    private void fail(Failure why) {
        done.tryFail(why);
    }
}
