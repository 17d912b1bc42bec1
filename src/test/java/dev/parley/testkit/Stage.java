package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.EchoClientVerticle;
import dev.parley.report.Console;
import dev.parley.report.Outcome;
import dev.parley.server.EchoServerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Vert.x of its own for each story, with what was printed meanwhile: register it as an instance field. In the sections
 * that it takes, an apostrophe stands for a quotation mark.
 */
public final class Stage implements AfterEachCallback {
    private static final long DEADLINE_SECONDS = 20;

    private final Vertx vertx;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Log log = new Log();

    public Stage() {
        this(Carriers.vertx());
    }

    /** On a Vert.x of the story's own. */
    public Stage(Vertx vertx) {
        this.vertx = vertx;
        Console.redirect(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Deploys a server on a free port of 127.0.0.1, if {@code section} names no other. */
    public Served serve(String section) throws Exception {
        return serve(section, 1);
    }

    public Served serve(String section, int instances) throws Exception {
        JsonObject free = new JsonObject().put("port", 0);
        JsonObject config = new JsonObject().put("server", free.mergeIn(json(section)));
        List<EchoServerVerticle> servers =
                Stream.generate(EchoServerVerticle::new).limit(instances).toList();
        String id = await(vertx.deployVerticle(
                servers.iterator()::next,
                new DeploymentOptions().setInstances(instances).setConfig(config)));
        return new Served(this, id, stats(id).getInteger("port"), servers.get(0).outcome());
    }

    private static JsonObject json(String section) {
        return new JsonObject(section.replace('\'', '"'));
    }

    JsonObject stats(String id) throws Exception {
        JsonObject all = await(vertx.eventBus()
                .<JsonObject>request(EchoServerVerticle.STATS, "")
                .map(m -> m.body()));
        return all.getJsonArray("deployments").stream()
                .map(JsonObject.class::cast)
                .filter(deployment -> deployment.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Plays the client of {@code section} against a port, to its outcome. */
    public Outcome play(String section, int port) throws Exception {
        JsonObject at = new JsonObject().put("port", port);
        JsonObject config = new JsonObject().put("client", at.mergeIn(json(section)));
        EchoClientVerticle client = new EchoClientVerticle();
        return await(vertx.deployVerticle(client, new DeploymentOptions().setConfig(config))
                .compose(id -> client.outcome().eventually(() -> vertx.undeploy(id))));
    }

    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** What may become true later. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Asks again and again, and best with a round trip in each question, so that this is no busy loop. */
    public static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        }
    }

    /** What was printed on standard output so far. */
    public String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** What was logged so far. */
    public List<String> log() {
        return log.lines();
    }

    /** Waits for a line of the log. */
    public String logged(Predicate<String> line) throws Exception {
        return log.await(line);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        await(vertx.close());
        Console.redirect(System.out, System.err);
    }

    private static final class Log extends ByteArrayOutputStream {
        synchronized List<String> lines() {
            return toString(StandardCharsets.UTF_8).lines().toList();
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }

        synchronized String await(Predicate<String> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            while (true) {
                for (String line : lines()) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no such line in the log:\n" + String.join("\n", lines()));
                }
                wait(left);
            }
        }
    }
}
