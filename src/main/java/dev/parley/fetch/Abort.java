package dev.parley.fetch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/** Ends a download early, whatever it is just waiting for, with one failure that says why. */
final class Abort {
    private final Promise<Void> word = Promise.promise();

    void say(Failure why) {
        word.tryFail(why);
    }

    boolean said() {
        return word.future().failed();
    }

    /** Fails with the word, once that is said: whatever else has failed meanwhile is of no interest. */
    <T> Future<T> failed() {
        return word.future().mapEmpty();
    }

    void onSaid(Consumer<Throwable> handler) {
        word.future().onFailure(handler::accept);
    }

    /** {@code step}, or the word if that comes first; what {@code step} still brings is then its caller's to drop. */
    <T> Future<T> or(Future<T> step) {
        Promise<T> first = Promise.promise();
        step.onComplete(first::tryComplete, first::tryFail);
        onSaid(first::tryFail);
        return first.future();
    }
}
