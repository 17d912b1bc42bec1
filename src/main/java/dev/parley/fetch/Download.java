package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.report.Console;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.OptionalLong;

/** One download from start to outcome: as many tries as the config grants, within one time. */
final class Download {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final HttpClient client;
    private final FetchConfig config;
    private final Disk disk;
    private final Abort abort = new Abort();
    private final long began = System.nanoTime();
    private Attempt attempt;
    private int tries;

    Download(Vertx vertx, HttpClient client, FetchConfig config, Disk disk) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.disk = disk;
    }

    /** Never fails: a failure is an outcome too. By then there is no part any more. */
    Future<FetchOutcome> run() {
        OptionalLong clock = config.timeout().stream()
                .mapToLong(limit -> vertx.setTimer(
                        limit.toMillis(), id -> abort(config.url() + ": not done within " + Durations.print(limit))))
                .findFirst();
        return tryOnce()
                .onComplete(v -> clock.ifPresent(vertx::cancelTimer))
                .map(v -> outcome(null))
                .otherwise(this::outcome);
    }

    /** Ends the download, if it is still on. */
    void abort(String why) {
        abort.say(Failure.lasting(why));
    }

    private Future<Void> tryOnce() {
        boolean last = tries++ == config.retries();
        attempt = new Attempt(vertx, client, config, disk, abort, last);
        return attempt.run().recover(why -> {
            if (abort.said()) {
                return abort.failed();
            }
            if (last || !(why instanceof Failure failure && failure.mendable())) {
                return Future.failedFuture(why);
            }
            Duration pause = pause(tries);
            Console.log("fetch: " + why.getMessage() + "; once more in " + Durations.print(pause) + " (retry " + tries
                    + " of " + config.retries() + ")");
            return abort.or(timer(pause)).compose(v -> tryOnce());
        });
    }

    /** Before retry 1, 2, 3 …: twice as long each time, up to a limit. */
    static Duration pause(int retry) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(retry - 1, 20));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private Future<Void> timer(Duration pause) {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(pause.toMillis(), id -> over.complete());
        return over.future();
    }

    private FetchOutcome outcome(Throwable why) {
        String summary = why == null
                ? "Saved " + config.output() + " (" + attempt.bytes() + " bytes)."
                : "fetch: " + (why instanceof Failure ? why.getMessage() : why.toString());
        return new FetchOutcome(
                why == null,
                summary,
                config.url().toString(),
                attempt.url().toString(),
                attempt.status(),
                attempt.bytes(),
                attempt.lengthKnown(),
                config.output(),
                tries,
                Duration.ofNanos(System.nanoTime() - began));
    }
}
