package dev.parley.fetch;

import dev.parley.config.ConfigException;
import dev.parley.config.Document;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.wire.PemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Fetches URLs to files, as the section {@code fetch} of its config says, and goes on being deployed. Several instances
 * share the targets.
 *
 * <p>{@link #start} completes when the downloads have begun, and fails when the config cannot be used. How they went is
 * told by {@link #outcome}, and as JSON on the event bus at {@link #ADDRESS}. Undeployed in the middle of it, the
 * verticle ends its downloads, and leaves of the files what another run can continue; {@link #stop} waits for that.
 *
 * <p>The sums of the files go to standard output, and for a single URL also the head of the answer; redirects, retries
 * and failures to the log.
 */
public final class HttpFetchVerticle extends VerticleBase implements OneShot {
    /** Where the outcome is published as JSON, to this Vert.x instance only. */
    public static final String ADDRESS = "parley.fetch.outcome";

    private final Promise<Outcome> outcome = Promise.promise();
    private final List<Download> underway = new ArrayList<>();
    private final List<Future<Void>> lanes = new ArrayList<>();
    private Disk disk;
    private FetchConfig config;
    private HttpClients clients;
    private Batch batch;
    private boolean stopping;

    public HttpFetchVerticle() {
        this(null);
    }

    HttpFetchVerticle(Disk disk) {
        this.disk = disk;
    }

    /** Of all instances together: a {@link FetchOutcome} of a single target, else a {@link FetchSummary}. */
    @Override
    public Future<Outcome> outcome() {
        return outcome.future();
    }

    @Override
    public Future<?> start() throws PemException {
        try {
            config = Document.of(config()).section("fetch", FetchConfig::read);
        } catch (ConfigException e) {
            return Future.failedFuture(e);
        }
        if (disk == null) {
            disk = vertx.fileSystem()::open;
        }
        clients = HttpClients.of(vertx, config);
        batch = Batch.of(vertx, deploymentID(), config);
        batch.outcome().onComplete(outcome);
        for (int lane = batch.join(context.getInstanceCount()); lane > 0; lane--) {
            lanes.add(next());
        }
        return Future.succeededFuture();
    }

    /** Fetches target after target until there are no more. */
    private Future<Void> next() {
        OptionalInt position = batch.next();
        if (position.isEmpty()) {
            return Future.succeededFuture();
        }
        Download download =
                new Download(vertx, clients, config, config.targets().get(position.getAsInt()), disk, batch.progress());
        underway.add(download);
        if (stopping) {
            stop(download);
        }
        return download.run().compose(how -> {
            underway.remove(download);
            tell(how); // before anybody could be the last, and the process end
            if (batch.done(position.getAsInt(), how)) {
                tellAll(batch.sum());
            }
            return next();
        });
    }

    private void tell(FetchOutcome how) {
        if (!how.passed()) {
            Console.log(how.summary());
            return;
        }
        how.sumLine().ifPresent(Console::say);
        if (config.targets().size() == 1) {
            Console.say(how.summary());
        }
    }

    private void tellAll(Outcome all) {
        if (config.targets().size() > 1) {
            Console.log(all.summary());
        }
        vertx.eventBus().publish(ADDRESS, all.toJson(), new DeliveryOptions().setLocalOnly(true));
        batch.tell(all);
    }

    private static void stop(Download download) {
        download.abort("stopped before the file was complete");
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        if (batch == null) {
            return Future.succeededFuture();
        }
        List.copyOf(underway).forEach(HttpFetchVerticle::stop); // some end at once, and are gone from the list
        return Future.join(lanes).eventually(clients::close).onComplete(v -> batch.leave(vertx));
    }
}
