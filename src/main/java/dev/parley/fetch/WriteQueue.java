package dev.parley.fetch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Pieces on their way to a file, one write at a time: whenever this process ends, what is on the disk is a beginning of
 * the file. Several at once could leave a hole. All calls on one context.
 */
final class WriteQueue {
    /** In bytes. */
    private static final int FULL = 256 * 1024;

    private final AsyncFile file;
    private final Function<Throwable, Failure> words;
    private final Queue<Buffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean writing;
    private Promise<Void> idle;
    private Consumer<Failure> onBroken = failure -> {};
    private Runnable onDrain = () -> {};
    private Failure broken;

    /** @param words what a write that failed is told with */
    WriteQueue(AsyncFile file, Function<Throwable, Failure> words) {
        this.file = file;
        this.words = words;
    }

    /** Whether it is time to wait for {@link #onDrain}. */
    boolean full() {
        return waitingBytes >= FULL;
    }

    void onDrain(Runnable handler) {
        onDrain = handler;
    }

    /** Told once, as soon as a write fails. */
    void onBroken(Consumer<Failure> handler) {
        onBroken = handler;
    }

    boolean broken() {
        return broken != null;
    }

    void write(Buffer piece) {
        waitingBytes += piece.length();
        waiting.add(piece);
        if (!writing) {
            next();
        }
    }

    private void next() {
        Buffer piece = waiting.poll();
        writing = piece != null;
        if (writing) {
            file.write(piece).onComplete(done -> {
                waitingBytes -= piece.length();
                if (done.failed()) {
                    broken = words.apply(done.cause());
                    drop();
                    onBroken.accept(broken);
                }
                next();
                if (!full()) {
                    onDrain.run();
                }
            });
        } else if (idle != null) {
            idle.complete();
            idle = null;
        }
    }

    /** What is not being written yet is not written any more. */
    void drop() {
        waiting.forEach(piece -> waitingBytes -= piece.length());
        waiting.clear();
    }

    /** Completes when all is written; fails when something could not be. */
    Future<Void> settled() {
        if (writing && idle == null) {
            idle = Promise.promise();
        }
        Future<Void> quiet = idle == null ? Future.succeededFuture() : idle.future();
        return quiet.compose(v -> broken == null ? Future.succeededFuture() : Future.failedFuture(broken));
    }
}
