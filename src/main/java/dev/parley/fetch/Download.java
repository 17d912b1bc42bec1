package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.report.Console;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** One download from start to outcome: as many tries as the config grants, within one time. */
final class Download {
    /** Nobody waits longer for a server that wants to be left alone. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final HttpClients clients;
    private final FetchConfig config;
    private final Target target;
    private final Disk disk;
    private final Progress progress;
    private final Abort abort = new Abort();
    private final long began = System.nanoTime();
    private Part part;
    private Optional<Existing> existing = Optional.empty();
    private Attempt attempt;
    private long kept;
    private int tries;

    Download(Vertx vertx, HttpClients clients, FetchConfig config, Target target, Disk disk, Progress progress) {
        this.vertx = vertx;
        this.clients = clients;
        this.config = config;
        this.target = target;
        this.disk = disk;
        this.progress = progress;
    }

    /** Never fails: a failure is an outcome too. By then there is no part any more, or one to be continued. */
    Future<FetchOutcome> run() {
        OptionalLong clock = config.timeout().stream()
                .mapToLong(limit -> vertx.setTimer(
                        limit.toMillis(), id -> abort(target.url() + ": not done within " + Durations.print(limit))))
                .findFirst();
        return (abort.said()
                        ? abort.<Part>failed()
                        : Part.open(vertx, disk, target.output(), target.follows(), target.sum()))
                .compose(opened -> {
                    part = opened;
                    return look().compose(v -> tryOnce()).compose(this::settle, this::settle);
                })
                .onComplete(v -> clock.ifPresent(vertx::cancelTimer))
                .map(saved -> outcome(saved, null))
                .otherwise(why -> outcome(null, why));
    }

    /** Ends the download, if it is still on. */
    void abort(String why) {
        abort.say(Failure.ended(why));
    }

    private Future<Void> look() {
        return config.conditional()
                ? Workers.run(vertx, () -> Existing.of(target, config.decode()))
                        .onSuccess(found -> existing = found)
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private Future<Saved> tryOnce() {
        boolean last = tries++ == config.retries();
        attempt = new Attempt(vertx, clients, config, target, part, existing, abort, progress, last);
        return attempt.run().recover(why -> {
            if (abort.said()) {
                return abort.failed();
            }
            if (last || !(why instanceof Failure failure && failure.mendable())) {
                return Future.failedFuture(why);
            }
            Duration ours = Backoff.jittered(Backoff.pause(config.backoff(), tries));
            Duration pause =
                    failure.asked().filter(asked -> asked.compareTo(ours) > 0).orElse(ours);
            if (pause.compareTo(LONGEST_REST) > 0) {
                return Future.failedFuture(Failure.wrong(
                        why.getMessage() + ", which asks for a rest of " + Durations.print(pause) + ": no retry"));
            }
            Console.log("fetch: " + why.getMessage() + "; once more in " + Durations.print(pause) + " (retry " + tries
                    + " of " + config.retries() + ")");
            return after(pause).compose(v -> tryOnce());
        });
    }

    /** After a pause, or with the word that ends the download. */
    private Future<Void> after(Duration pause) {
        Promise<Void> over = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, pause.toMillis()), id -> over.complete());
        return abort.or(over.future()).onFailure(said -> vertx.cancelTimer(timer));
    }

    /** A file that was saved has taken the part with it; one that is still the same needs none. */
    private Future<Saved> settle(Saved saved) {
        return saved.unchanged() ? part.discard().map(saved) : Future.succeededFuture(saved);
    }

    private Future<Saved> settle(Throwable why) {
        boolean worth = why instanceof Failure failure && failure.spares() && part.continuable();
        boolean ours = worth && part.notes().orElseThrow().isOf(target.url());
        return (worth ? part.leave() : part.discard().map(0L))
                .otherwise(e -> {
                    Console.log("fetch: " + e.getMessage());
                    return 0L;
                })
                .compose(left -> {
                    kept = ours ? left : 0;
                    return Future.failedFuture(why);
                });
    }

    private FetchOutcome outcome(Saved saved, Throwable why) {
        return new FetchOutcome(
                Optional.ofNullable(saved),
                Optional.ofNullable(why).map(this::words),
                target.url().toString(),
                attempt == null ? target.url().toString() : attempt.url().toString(),
                attempt == null ? 0 : attempt.status(),
                attempt != null && attempt.lengthKnown(),
                attempt == null ? 0 : attempt.continued(),
                kept,
                saved == null ? target.output() : saved.output(),
                tries,
                Duration.ofNanos(System.nanoTime() - began));
    }

    private String words(Throwable why) {
        String words = why instanceof Failure ? why.getMessage() : why.toString();
        boolean named = config.targets().size() == 1
                || words.contains(target.url().toString())
                || words.startsWith(target.output());
        return "fetch: " + (named ? "" : target.url() + ": ") + words
                + (kept == 0 ? "" : "; " + kept + " bytes are kept for the next run");
    }
}
