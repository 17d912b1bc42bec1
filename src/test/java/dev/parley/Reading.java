package dev.parley;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.client.ClientConfig;
import dev.parley.config.ConfigException;
import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.config.Section;
import dev.parley.fetch.FetchConfig;
import dev.parley.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the code makes of a configuration. */
final class Reading {
    static final Map<String, Function<Section, ?>> SECTIONS =
            Map.of("server", ServerConfig::read, "client", ClientConfig::read, "fetch", FetchConfig::read);

    private Reading() {}

    static List<String> complaints(String json) {
        return complaints(json, json);
    }

    /** The same for a file in {@code directory}, beside those that it names. */
    static List<String> complaints(Path directory, String json) throws IOException {
        return complaints(
                Files.writeString(directory.resolve("conf.json"), json).toString(), json);
    }

    private static List<String> complaints(String conf, String json) {
        JsonNode tree = Schema.parse(json);
        Role role = Stream.of(Role.SERVER, Role.CLIENT, Role.FETCH)
                .filter(one -> tree.has(one.toString()))
                .findFirst()
                .orElse(Role.SERVER);
        try {
            Arguments arguments = Arguments.parse(role.toString(), "-conf", conf);
            Configuration.find(arguments, Map.of(), new Properties()).checked(role);
            return List.of();
        } catch (ConfigException e) {
            return e.getMessage().lines().toList();
        }
    }

    /** The config record of a section. */
    static Object read(String section, String json) {
        return Document.parse(json, "test", Overlays.none()).section(section, SECTIONS.get(section)::apply);
    }

    /** The keys that the code asks for in a section, without its name; {@code json} makes it ask for nested ones. */
    static TreeSet<String> keys(String section, String json) {
        Document document = Document.parse(json, "test", Overlays.none());
        document.read(section, SECTIONS.get(section));
        return document.known().stream()
                .filter(path -> path.startsWith(section + "."))
                .map(path -> path.substring(section.length() + 1))
                .collect(toCollection(TreeSet::new));
    }
}
