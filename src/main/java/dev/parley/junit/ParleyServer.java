package dev.parley.junit;

import dev.parley.server.EchoServerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit 5 extension that serves a script, or any configuration of a server, on a free port of the loopback address.
 *
 * <p>Register it in an instance field for a server of each test's own, in a static field for one that all tests of a
 * class share. It has a Vert.x of its own, so tests may run in parallel. After the test, or the class, it stops, and
 * fails if a conversation has failed.
 *
 * <p>To be set up and asked by the test's own thread.
 */
public final class ParleyServer implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final String HOST = "127.0.0.1";
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final JsonObject config;
    private Recording recording = new Recording();
    private boolean lenient;
    private boolean shared;
    private Vertx vertx;
    private EchoServerVerticle server;

    private ParleyServer(JsonObject config) {
        this.config = config;
    }

    /**
     * Plays a script.
     *
     * @param resource of the class path: {@code /scripts/greeter.json}
     */
    public static ParleyServer playing(String resource) {
        return new ParleyServer(new JsonObject().put("script", fileOf(resource).toString()));
    }

    /** Plays a whole configuration, as JSON: {@code {"server": {"rules": […]}}}, {@code {"script": […]}}. */
    public static ParleyServer with(String json) {
        return new ParleyServer(new JsonObject(json));
    }

    /** A script is read from a file, so that a failure can tell its line. */
    private static Path fileOf(String resource) {
        URL found = ParleyServer.class.getResource(resource);
        if (found == null) {
            throw new IllegalArgumentException("expected a resource, got nothing of the name " + resource);
        }
        try (InputStream in = found.openStream()) {
            if (found.getProtocol().equals("file")) {
                return Path.of(found.toURI());
            }
            Path copy = Files.createTempFile("parley-", ".json");
            copy.toFile().deleteOnExit();
            return Files.write(copy, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("expected a resource in a file, got " + found, e);
        }
    }

    /** Sets a key of the section {@code server}: {@code set("port", 9999)}. */
    public ParleyServer set(String key, Object value) {
        return put("server", key, value);
    }

    /** Sets a text for the placeholder {@code {vars.NAME}}. */
    public ParleyServer var(String name, String text) {
        return put("vars", name, text);
    }

    private ParleyServer put(String section, String key, Object value) {
        config.put(section, config.getJsonObject(section, new JsonObject()).put(key, value));
        return this;
    }

    /** Leaves it to the test to look at the outcomes. */
    public ParleyServer lenient() {
        lenient = true;
        return this;
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return server.port();
    }

    /** A conversation, by the number of its connection from 1; waits until it is over, for at most 20 seconds. */
    public Recorded conversation(int number) {
        return recording.await(number, DEADLINE);
    }

    /** Those that are over, in the order of their ends. */
    public List<Recorded> conversations() {
        return recording.over();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        shared = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (!shared) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!shared) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    private void start() throws Exception {
        JsonObject section = new JsonObject().put("host", HOST).put("port", 0);
        JsonObject whole = config.copy();
        whole.put("server", section.mergeIn(whole.getJsonObject("server", new JsonObject())));
        vertx = Vertx.vertx();
        recording = new Recording();
        server = EchoServerVerticle.recordedBy(recording);
        try {
            await(vertx.deployVerticle(server, new DeploymentOptions().setConfig(whole)));
        } catch (Exception e) {
            await(vertx.close());
            throw e;
        }
    }

    private void stop() throws Exception {
        await(vertx.close());
        List<String> failures = recording.over().stream()
                .map(Recorded::outcome)
                .filter(how -> !how.passed() && !lenient)
                .flatMap(how -> how.report().stream())
                .toList();
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
}
