package dev.parley;

import dev.parley.client.ClientConfig;
import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.config.Section;
import dev.parley.fetch.FetchConfig;
import dev.parley.fetch.Proxies;
import dev.parley.server.ServerConfig;
import dev.parley.wire.Transports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The configuration of a process: found, overlaid and checked before Vert.x starts, so that the verticles get one that
 * is whole.
 *
 * <p>The launcher would deploy with {@code {}} when it cannot read a file, and tells neither line nor column.
 */
final class Configuration {
    /** Names the file to read where there is no {@code -conf}; run.sh sets it to its own. */
    static final String DEFAULT_FILE = "parley.conf";

    private static final Map<String, Function<Section, ?>> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("server", ServerConfig::read);
        SECTIONS.put("client", ClientConfig::read);
        SECTIONS.put("fetch", FetchConfig::read);
    }

    /** What a verticle reads from the file itself, since its own configuration tells no lines and columns. */
    private static final List<String> SCRIPTS = List.of("script", "server.script", "client.script");

    /** What a file says of the URL that it names does not hold for one on the command line; least of all its secrets. */
    private static final List<String> FETCH_ELSEWHERE =
            List.of("fetch.targets", "fetch.sha256", "fetch.sha512", "fetch.sha1", "fetch.md5", "fetch.credentials");

    private final Document document;
    private final Map<String, String> environment;

    private Configuration(Document document, Map<String, String> environment) {
        this.document = document;
        this.environment = environment;
    }

    /** @throws dev.parley.config.ConfigException if there is anything wrong with it */
    static Configuration find(Arguments arguments, Map<String, String> environment, java.util.Properties properties) {
        Overlays overlays = new Overlays(environment, properties);
        overlays.pass(DEFAULT_FILE);
        overlays.pass(Transports.PROPERTY);
        List<String> operands = arguments.operands();
        if (!operands.isEmpty()) {
            overlays.lay("fetch.url", operands.get(0), "URL");
            FETCH_ELSEWHERE.forEach(overlays::leave);
            if (operands.size() > 1) {
                overlays.lay("fetch.output", operands.get(1), "FILE");
            } else {
                overlays.hide("fetch.output");
            }
        }
        Optional<String> file = Optional.ofNullable(properties.getProperty(DEFAULT_FILE));
        Document document = arguments.conf().isPresent()
                ? document(arguments.conf().get(), "-conf", overlays)
                : file.isPresent() ? document(file.get(), "-D" + DEFAULT_FILE, overlays) : builtIn(overlays);
        return new Configuration(document, environment);
    }

    /** The configurations of two sides that are checked against each other: {@code {"serve": …, "speak": …}}. */
    static JsonObject ofCheck(List<String> scripts) {
        String serves = scripts.get(0);
        String speaks = scripts.get(scripts.size() - 1);
        return new JsonObject()
                .put("serves", serves)
                .put("serve", scripted(serves, Role.SERVER))
                .put("speaks", speaks)
                .put("speak", scripted(speaks, Role.CLIENT));
    }

    private static JsonObject scripted(String file, Role role) {
        JsonObject config = new Configuration(document(file, "check"), Map.of()).checked(role);
        if (!config.containsKey("script")
                && !config.getJsonObject(role.toString(), new JsonObject()).containsKey("script")) {
            throw new UsageException(file + ": expected a script for the " + role + ", got none");
        }
        return config;
    }

    /** Reads what follows an option: JSON, or the path of a file that holds it. */
    static Document document(String value, String option) {
        return document(value, option, Overlays.none());
    }

    private static Document document(String value, String option, Overlays overlays) {
        String text = value.strip();
        if (text.isEmpty() || text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
            return Document.parse(text, option, overlays);
        }
        try {
            return Document.read(Path.of(value), overlays);
        } catch (InvalidPathException e) {
            throw new UsageException(option + ": expected a file or JSON, got \"" + value + "\"");
        }
    }

    private static Document builtIn(Overlays overlays) {
        try (InputStream in = Configuration.class.getResourceAsStream("/parley.json")) {
            return Document.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "built-in", overlays);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar's own parley.json cannot be read", e);
        }
    }

    String name() {
        return document.name();
    }

    /** Checks all sections there are, and that those a role needs are there. */
    JsonObject checked(Role role) {
        Section root = document.root();
        root.only("$schema", "vars", "framing", "script");
        SECTIONS.forEach((name, reader) -> {
            root.get(name);
            if (role.sections().contains(name) || document.has(name)) {
                document.read(name, reader);
            }
        });
        root.refuseOthers();
        document.refuseOtherOverlays();
        document.check();
        JsonObject config = document.json(SCRIPTS);
        if (role == Role.FETCH) {
            addProxies(config.getJsonObject("fetch"));
        }
        return config;
    }

    /** As for every program that fetches, the environment says who goes between, unless the configuration does. */
    private void addProxies(JsonObject fetch) {
        if (!fetch.containsKey("proxy")) {
            try {
                Proxies.ofEnvironment(environment).ifPresent(proxies -> fetch.put("proxy", proxies));
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage());
            }
        }
    }

    /** The configuration of somebody else's verticle, as it is. */
    JsonObject unchecked() {
        return document.json();
    }
}
