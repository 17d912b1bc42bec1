package dev.parley.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One JSON object of a configuration. It remembers which keys were asked for: all others are unknown. */
public final class Section {
    private final Document document;
    private final String path;
    private final ObjectNode node;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Document document, String path, ObjectNode node) {
        this.document = document;
        this.path = path;
        this.node = node;
    }

    /** The value under {@code key}: from a system property, the environment, the file, or absent. */
    public Value get(String key) {
        asked.add(key);
        String below = pathOf(key);
        document.know(below);
        Optional<Overlays.Overlay> overlay = document.overlays().over(below);
        overlay.ifPresent(over -> {
            if (over.text() == null) {
                node.remove(key);
            } else {
                node.set(key, TextNode.valueOf(over.text()));
            }
            document.moved(below, over.place());
        });
        JsonNode found = Optional.<JsonNode>ofNullable(node.get(key)).orElse(MissingNode.getInstance());
        return new Value(document, below, found, overlay.isPresent(), value -> node.set(key, value));
    }

    /** The value at the top of the document under {@code key}, which serves every section. */
    public Value top(String key) {
        return document.root().get(key);
    }

    /** Those of some keys that are there. */
    public Map<String, Value> only(String... keys) {
        Map<String, Value> there = new LinkedHashMap<>();
        for (String key : keys) {
            Value value = get(key);
            if (!value.absent()) {
                there.put(key, value);
            }
        }
        return there;
    }

    /** A problem with the section as a whole, in words of the caller's own. */
    public void complain(String words) {
        document.problem(path, words);
    }

    /** The name or the address of a host. */
    public String host(String key, String otherwise) {
        Value value = get(key);
        if (value.absent()) {
            return otherwise;
        }
        String host = value.text("a host name or address");
        if (value.isText() && host.isBlank()) {
            value.problem("a host name or address");
        }
        return host;
    }

    public int integer(String key, int otherwise, int min, int max, String wish) {
        Value value = get(key);
        return value.absent() ? otherwise : value.integer(min, max, wish + " from " + min + " to " + max);
    }

    /** A duration of at least {@code min}. */
    public Duration duration(String key, Duration otherwise, Duration min) {
        Value value = get(key);
        return value.absent() ? otherwise : value.duration(min);
    }

    /** A duration from {@code min} to {@code max}. */
    public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        Value value = get(key);
        return value.absent() ? otherwise : value.duration(min, max);
    }

    /** Reads this section, and refuses the keys in it that the reader did not ask for. */
    <T> T read(Function<Section, T> reader) {
        T read = reader.apply(this);
        refuseOthers();
        return read;
    }

    /** Refuses every key that was not asked for, naming the nearest that was. */
    public void refuseOthers() {
        for (String key : keys()) {
            if (!asked.contains(key)) {
                document.keyProblem(
                        pathOf(key),
                        "unknown key"
                                + Nearest.to(key, asked)
                                        .map(near -> ", the nearest known one is \"" + near + "\"")
                                        .orElse(""));
            }
        }
    }

    /** All keys there are, in order. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Whether it has keys that nobody has asked for so far. */
    public boolean strangers() {
        return !asked.containsAll(keys());
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
