package dev.parley.fetch;

import dev.parley.report.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The targets that the instances of one deployment share, each of them fetched once. For several threads.
 *
 * <p>Found by the deployment's id in a local map, since Vert.x makes the instances and they do not know each other.
 */
final class Batch implements Shareable {
    private static final String MAP = "parley.fetch.batches";

    private final String id;
    private final FetchConfig config;
    private final Progress progress;
    private final long began = System.nanoTime();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReferenceArray<FetchOutcome> outcomes;
    private final Promise<Outcome> outcome = Promise.promise();

    private Batch(String id, FetchConfig config) {
        this.id = id;
        this.config = config;
        this.progress = Progress.of(config.targets().size());
        this.outcomes = new AtomicReferenceArray<>(config.targets().size());
    }

    static Batch of(Vertx vertx, String id, FetchConfig config) {
        return all(vertx).computeIfAbsent(id, one -> new Batch(one, config));
    }

    private static LocalMap<String, Batch> all(Vertx vertx) {
        return vertx.sharedData().getLocalMap(MAP);
    }

    /** How many downloads at a time one more of {@code instances} may have, so that all together keep to the limit. */
    int join(int instances) {
        int before = joined.getAndIncrement();
        return config.parallel() / instances + (before < config.parallel() % instances ? 1 : 0);
    }

    /** After the last of them, nobody asks for the batch any more. */
    void leave(Vertx vertx) {
        if (left.incrementAndGet() == joined.get()) {
            all(vertx).remove(id);
        }
    }

    /** The position of the next target that nobody has begun. */
    OptionalInt next() {
        int position = begun.getAndIncrement();
        return position < outcomes.length() ? OptionalInt.of(position) : OptionalInt.empty();
    }

    Progress progress() {
        return progress;
    }

    /** Whether it was the last one. */
    boolean done(int position, FetchOutcome how) {
        outcomes.set(position, how);
        progress.ended();
        boolean last = ended.incrementAndGet() == outcomes.length();
        if (last) {
            progress.close();
        }
        return last;
    }

    /** To be called once, after the last one. */
    Outcome sum() {
        List<FetchOutcome> all =
                IntStream.range(0, outcomes.length()).mapToObj(outcomes::get).toList();
        return all.size() == 1 ? all.get(0) : new FetchSummary(all, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Tells who waits for it; after that, the process may end. */
    void tell(Outcome sum) {
        outcome.complete(sum);
    }

    Future<Outcome> outcome() {
        return outcome.future();
    }
}
