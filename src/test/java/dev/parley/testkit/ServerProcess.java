package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.EchoServerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Servers in a JVM of their own, so that what they hold on to can be counted, and its descriptors are theirs alone. */
public final class ServerProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final Path log = Files.createTempFile("servers", ".log");
    private final Process process;
    private final BufferedReader answers;
    private final List<Integer> ports = new ArrayList<>();

    private ServerProcess(ProcessBuilder builder) throws IOException {
        this.process =
                builder.redirectError(Redirect.to(log.toFile())).start();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        new JsonArray(answers.readLine()).forEach(port -> ports.add((Integer) port));
    }

    /** One server for each of the sections, on a free port. */
    public static ServerProcess with(String... sections) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Command.java(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName()));
        command.addAll(List.of(sections));
        return new ServerProcess(new ProcessBuilder(command));
    }

    public List<Integer> ports() {
        return ports;
    }

    public int port() {
        return ports.get(0);
    }

    public Vitals vitals() throws IOException {
        process.outputWriter().write('\n');
        process.outputWriter().flush();
        return Vitals.of(new JsonObject(answers.readLine()));
    }

    /** Asks again and again; each question has a full collection for an answer, so that this is no busy loop. */
    public Vitals awaitVitals(Predicate<Vitals> good) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        Vitals vitals = vitals();
        while (!good.test(vitals)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still " + vitals);
            }
            vitals = vitals();
        }
        return vitals;
    }

    /** Stops the servers, waits for the end of their process, and for no fault in what they logged. */
    @Override
    public void close() throws IOException {
        process.outputWriter().close();
        try {
            process.onExit().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(log)).doesNotContain("Exception", "SEVERE", "Error");
        Files.delete(log);
    }

    /** The process: prints its ports as a line, and its vitals as a line for each that it reads; ends with its input. */
    public static void main(String[] sections) throws Exception {
        // A collection on a busy machine is no blocked loop.
        Vertx vertx = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(TimeUnit.DAYS.toMillis(1)));
        PrintStream out = System.out;
        JsonArray ports = new JsonArray();
        for (String section : sections) {
            JsonObject free = new JsonObject().put("port", 0).put("log", "quiet").put("backlog", 4096);
            JsonObject config = new JsonObject().put("server", free.mergeIn(new JsonObject(section)));
            EchoServerVerticle server = new EchoServerVerticle();
            Stage.await(vertx.deployVerticle(server, new DeploymentOptions().setConfig(config)));
            ports.add(server.port());
        }
        out.println(ports);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            out.println(vitals(vertx).toJson());
        }
        Stage.await(vertx.close());
    }

    private static Vitals vitals(Vertx vertx) throws Exception {
        JsonObject stats = Stage.await(vertx.eventBus()
                .<JsonObject>request(EchoServerVerticle.STATS, "")
                .map(message -> message.body()));
        long open = 0;
        long accepted = 0;
        long lost = 0;
        for (Object each : stats.getJsonArray("deployments")) {
            JsonObject deployment = (JsonObject) each;
            open += deployment.getJsonObject("connections").getLong("open");
            accepted += deployment.getJsonObject("connections").getLong("accepted");
            lost += deployment.getLong("repliesLost");
        }
        return Vitals.taken(new JsonObject().put("open", open).put("accepted", accepted), lost);
    }
}
