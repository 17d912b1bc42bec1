package dev.parley.server;

import dev.parley.conversation.ConversationOutcome;
import dev.parley.report.Outcome;
import dev.parley.wire.Addresses;
import dev.parley.wire.Budget;
import dev.parley.wire.Counters;
import dev.parley.wire.PemException;
import dev.parley.wire.ServerTls;
import dev.parley.wire.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What the instances of one server deployment share. For several threads: each instance has its own event loop.
 *
 * <p>Found by the deployment's id in a local map, since Vert.x makes the instances and they do not know each other.
 */
final class Deployment implements Shareable {
    /** Of a server that runs for long, the first outcomes and failures are kept for its report; the others are only counted. */
    private static final int MOST_OUTCOMES = 10_000;

    /** Of so many failures the evidence is kept, too: it holds what peers have sent. */
    private static final int MOST_EVIDENCE = 100;

    private static final String MAP = "parley.server.deployments";

    /** Ports below zero are Vert.x's sign for one free port that several servers share; each deployment takes its own. */
    private static final AtomicInteger SHARED_PORTS = new AtomicInteger(-1000);

    private final String id;
    private final Admission admission;
    private final Failures failures;
    private final List<Counters> instances = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicReference<Long> seed = new AtomicReference<>();
    private final Budget budget = new Budget();
    private final int sharedPort = SHARED_PORTS.decrementAndGet();
    private final Promise<Outcome> outcome = Promise.promise();
    private final long began = System.nanoTime();
    private final List<ConversationOutcome> outcomes = new ArrayList<>();
    private long ended;
    private long failed;
    private Certificates certificates;
    private volatile String host = "";
    private volatile int port;

    private Deployment(String id, Admission admission, Failures failures) {
        this.id = id;
        this.admission = admission;
        this.failures = failures;
    }

    /** @param log takes what goes wrong with peers, line by line */
    static Deployment of(Vertx vertx, String id, ServerConfig config, Consumer<String> log) {
        return all(vertx)
                .computeIfAbsent(
                        id,
                        one -> new Deployment(one, new Admission(config.limits()), new Failures(Time.of(vertx), log)));
    }

    private static LocalMap<String, Deployment> all(Vertx vertx) {
        return vertx.sharedData().getLocalMap(MAP);
    }

    /** The counters for one more instance. */
    Counters join() {
        Counters counters = new Counters();
        instances.add(counters);
        running.incrementAndGet();
        return counters;
    }

    Budget budget() {
        return budget;
    }

    /** What all instances encrypt with: the first that asks reads and watches it, which blocks; the others wait. */
    synchronized Certificates certificates(Vertx vertx, ServerTls tls, Consumer<String> log) throws PemException {
        if (certificates == null) {
            CertificateWatch watch = new CertificateWatch(tls.files(), log); // from before they are read
            certificates = Certificates.of(tls, log);
            if (!tls.selfSigned()) {
                watch.start(vertx, certificates);
            }
        }
        return certificates;
    }

    /** The port to ask Vert.x for, where a free one was configured. */
    int sharedPort() {
        return sharedPort;
    }

    /** The seed of all instances: the one that is given, or else one that the first of them draws. */
    long seed(OptionalLong given) {
        seed.compareAndSet(
                null, given.orElseGet(() -> ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)));
        return seed.get();
    }

    Admission admission() {
        return admission;
    }

    Failures failures() {
        return failures;
    }

    long nextConnection() {
        return connections.incrementAndGet();
    }

    /**
     * Tells that the server listens, once for all instances.
     *
     * @param random whether the seed is of any use
     * @param log takes each line
     */
    void listens(String host, int port, boolean random, Consumer<String> log) {
        if (announced.compareAndSet(false, true)) {
            this.host = host;
            this.port = port;
            log.accept("Listening on " + Addresses.print(host, port) + ".");
            if (random) {
                log.accept("Delays are drawn from seed " + seed.get() + ".");
            }
            log.accept("Waiting for connection...");
        }
    }

    /**
     * A conversation has ended.
     *
     * @param enough after how many the deployment is done
     */
    void ended(ConversationOutcome how, OptionalInt enough) {
        if (count(how) == enough.orElse(0)) {
            done();
        }
    }

    private synchronized long count(ConversationOutcome how) {
        ended++;
        if (!how.passed()) {
            failed++;
        }
        if (outcomes.size() < MOST_OUTCOMES || !how.passed() && failed < MOST_OUTCOMES) {
            outcomes.add(failed > MOST_EVIDENCE ? how.brief() : how);
        }
        return ended;
    }

    private void done() {
        outcome.tryComplete(sumOfOutcomes());
    }

    private synchronized ServerOutcome sumOfOutcomes() {
        return new ServerOutcome(ended, failed, outcomes, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Completes when as many conversations have ended as were asked for, or when the last instance has stopped. */
    Future<Outcome> outcome() {
        return outcome.future();
    }

    /** An instance has stopped; after the last one comes the sum. */
    void leave(Vertx vertx, Consumer<String> log) {
        if (running.decrementAndGet() > 0) {
            return;
        }
        all(vertx).remove(id);
        done();
        failures.flush();
        if (announced.get()) {
            if (instances.size() > 1) {
                for (int i = 0; i < instances.size(); i++) {
                    log.accept("Instance " + (i + 1) + ": " + instances.get(i).sum());
                }
            }
            log.accept("Closed: " + sum());
        }
    }

    private Counters.Sum sum() {
        return instances.stream().map(Counters::sum).reduce(Counters.Sum.ZERO, Counters.Sum::plus);
    }

    /** The counters of every deployment, with an entry for each instance. */
    static JsonObject stats(Vertx vertx) {
        JsonArray deployments = new JsonArray();
        all(vertx).values().forEach(deployment -> deployments.add(deployment.toJson()));
        return new JsonObject().put("deployments", deployments);
    }

    private JsonObject toJson() {
        JsonArray each = new JsonArray();
        instances.forEach(counters -> each.add(counters.sum().toJson()));
        return sum().toJson().put("id", id).put("host", host).put("port", port).put("instances", each);
    }
}
