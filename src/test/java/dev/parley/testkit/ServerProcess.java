package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.EchoServerVerticle;
import dev.parley.wire.Transports;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Servers in a JVM of their own, so that what they hold on to can be counted, and its descriptors are theirs alone. */
public final class ServerProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final long PATIENCE_SECONDS = 10;

    private final Path log = Files.createTempFile("servers", ".log");
    private final Process process;
    private final BufferedReader answers;
    private final List<Integer> ports = new ArrayList<>();

    private ServerProcess(ProcessBuilder builder) throws IOException {
        this.process = builder.redirectError(Redirect.to(log.toFile())).start();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        new JsonArray(answers.readLine()).forEach(port -> ports.add((Integer) port));
    }

    /** One server for each of the sections, on a free port. */
    public static ServerProcess with(String... sections) throws IOException {
        return with(List.of(), sections);
    }

    /** @param options of the JVM, such as -Xmx64m */
    public static ServerProcess with(List<String> options, String... sections) throws IOException {
        List<String> command = new ArrayList<>(List.of(Command.java(), "-XX:+UseSerialGC"));
        command.add("-Dio.netty.leakDetection.level=" + ResourceLeakDetector.getLevel());
        command.addAll(options);
        Optional.ofNullable(System.getProperty(Transports.PROPERTY))
                .ifPresent(name -> command.add("-D" + Transports.PROPERTY + "=" + name));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerProcess.class.getName()));
        command.addAll(List.of(sections));
        return new ServerProcess(new ProcessBuilder(command));
    }

    public List<Integer> ports() {
        return ports;
    }

    public int port() {
        return ports.get(0);
    }

    /** Waits until so many connections were accepted and so many of them are still open; its own patience has an end. */
    public Vitals vitals(long accepted, long open) throws IOException {
        process.outputWriter().write(accepted + " " + open + "\n");
        process.outputWriter().flush();
        return Vitals.of(new JsonObject(answers.readLine()));
    }

    /** The same, until nothing is held on to that was not held before; a closed socket keeps its descriptor for a moment. */
    public Vitals vitalsBackAt(Vitals before, long accepted) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        Vitals now = vitals(accepted, before.open());
        while (!now.holdsNoMoreThan(before)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("before: " + before + ", and now: " + now);
            }
            now = vitals(accepted, before.open());
        }
        return now;
    }

    /** What they have logged so far. */
    public List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    /** Stops the servers and waits for the end of their process; how long that took. */
    public Duration stop() throws IOException {
        long began = System.nanoTime();
        process.outputWriter().close();
        try {
            process.onExit().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        } finally {
            process.destroyForcibly();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Stops the servers, if they were not, and finds no fault in what they logged. */
    @Override
    public void close() throws IOException {
        stop();
        assertThat(Files.readString(log)).doesNotContain("Exception", "SEVERE", "Error", Leaks.SIGN);
        Files.delete(log);
    }

    /** The process: prints its ports as a line, and its vitals as a line for each that it reads; ends with its input. */
    public static void main(String[] sections) throws Exception {
        // A collection on a busy machine is no blocked loop.
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setBlockedThreadCheckInterval(TimeUnit.DAYS.toMillis(1)))
                .withTransport(Transports.of(Optional.ofNullable(System.getProperty(Transports.PROPERTY))))
                .build();
        PrintStream out = System.out;
        JsonArray ports = new JsonArray();
        for (String section : sections) {
            JsonObject free =
                    new JsonObject().put("port", 0).put("log", "quiet").put("backlog", 4096);
            JsonObject config = new JsonObject().put("server", free.mergeIn(new JsonObject(section)));
            EchoServerVerticle server = new EchoServerVerticle();
            Stage.await(vertx.deployVerticle(server, new DeploymentOptions().setConfig(config)));
            ports.add(server.port());
        }
        out.println(ports);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] wish = line.split(" ");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            Stage.await(settled(vertx, Long.parseLong(wish[0]), Long.parseLong(wish[1]), deadline));
            Counts counts = Stage.await(Counts.of(vertx));
            out.println(JsonObject.mapFrom(Vitals.taken(counts.accepted, counts.open, counts.lost, counts.read)));
        }
        Stage.await(vertx.close());
        Leaks.found().forEach(System.err::println);
    }

    private static Future<Void> settled(Vertx vertx, long accepted, long open, long deadline) {
        return Counts.of(vertx)
                .compose(counts -> counts.accepted >= accepted && counts.open == open || System.nanoTime() > deadline
                        ? Future.succeededFuture()
                        : vertx.timer(50, TimeUnit.MILLISECONDS)
                                .compose(passed -> settled(vertx, accepted, open, deadline)));
    }

    /** The counters of all servers. */
    private record Counts(long accepted, long open, long lost, long read) {
        static Future<Counts> of(Vertx vertx) {
            return vertx.eventBus()
                    .<JsonObject>request(EchoServerVerticle.STATS, "")
                    .map(stats -> {
                        Counts sum = new Counts(0, 0, 0, 0);
                        for (Object each : stats.body().getJsonArray("deployments")) {
                            JsonObject deployment = (JsonObject) each;
                            JsonObject connections = deployment.getJsonObject("connections");
                            sum = new Counts(
                                    sum.accepted + connections.getLong("accepted"),
                                    sum.open + connections.getLong("open"),
                                    sum.lost + deployment.getLong("repliesLost"),
                                    sum.read + deployment.getJsonObject("bytes").getLong("in"));
                        }
                        return sum;
                    });
        }
    }
}
