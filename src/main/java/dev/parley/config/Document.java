package dev.parley.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One configuration: a JSON object, where each of its values was written, and the problems found in it so far.
 *
 * <p>Not for several threads.
 */
public final class Document {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Far more than a configuration needs, and far less than Jackson's 1000, which can overflow a thread's stack. */
    private static final int DEEPEST = 100;

    /** Of a file, in bytes. */
    private static final int LONGEST = 16 * 1024 * 1024;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final Comparator<Problem> IN_ORDER = Comparator.<Problem>comparingInt(
                    problem -> problem.place().line())
            .thenComparingInt(problem -> problem.place().column());

    private final String name;
    /** Whether the name is that of a file, which can be read again. */
    private final boolean file;

    private final Path directory;
    private final Overlays overlays;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>();
    /** Where there is half of a surrogate pair: that is told, and nothing else of the same value. */
    private final Set<String> halves = new HashSet<>();

    private ObjectNode root;

    private record Problem(Place place, String line) {}

    private Document(String name, boolean file, Path directory, Overlays overlays) {
        this.file = file;
        this.name = name;
        this.directory = directory;
        this.overlays = overlays;
    }

    /** Reads the file, whose own directory is the one that PEM files in it are relative to. */
    public static Document read(Path file, Overlays overlays) {
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        return new Document(shown(file), true, directory, overlays).parse(textOf(file));
    }

    /**
     * Reads JSON that did not come from a file of its own.
     *
     * @param name what to call it in a problem's line, such as {@code -conf}
     */
    public static Document parse(String json, String name, Overlays overlays) {
        return new Document(name, false, Path.of("").toAbsolutePath(), overlays).parse(json);
    }

    /** Takes what a verticle finds in its {@code config()}: places are lost by then, and no overlays apply. */
    public static Document of(JsonObject config) {
        Document document = parse(config.encode(), "config", Overlays.none());
        document.places.clear();
        document.keys.clear();
        return document;
    }

    /** A file below the working directory is named from there, as people do. */
    private static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.isAbsolute() && file.startsWith(here)
                ? here.relativize(file).toString()
                : file.toString();
    }

    private static String textOf(Path file) {
        if (Files.isDirectory(file)) {
            throw new ConfigException(file + ": expected a file, got a directory");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytesOf(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (java.nio.file.NoSuchFileException e) {
            throw new ConfigException(file + ": expected a file, got nothing of that name");
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": expected UTF-8 text, got other bytes");
        } catch (IOException e) {
            throw new ConfigException(file + ": expected a readable file, got " + reason(e));
        }
    }

    private static byte[] bytesOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new ConfigException(file + ": expected a file of at most " + Sizes.print(LONGEST) + ", got more");
            }
            return bytes;
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException ? "no permission" : e.getMessage();
    }

    private Document parse(String json) {
        if (json.isBlank()) {
            throw new ConfigException(name + ": expected one JSON object, got nothing");
        }
        JsonNode value = whole(json, "");
        if (!(value instanceof ObjectNode object)) {
            throw new ConfigException(name + ": expected one JSON object, got " + Value.printed(value));
        }
        root = object;
        return this;
    }

    private JsonNode whole(String json, String path) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            JsonNode value = tree(parser, path);
            if (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                throw new ConfigException(place(at) + "expected nothing after the JSON, got more of it");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new ConfigException(place(e.getLocation()) + "expected JSON, got " + fault(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a String has no input to fail
        }
    }

    /**
     * Reads what an overlay has laid over {@code path}.
     *
     * @throws ConfigException if it is no JSON
     */
    JsonNode laidOver(String path, String json) {
        Document overlay = new Document(placeOf(path).source(), false, directory, Overlays.none());
        JsonNode node = overlay.whole(json, path);
        problems.addAll(overlay.problems);
        halves.addAll(overlay.halves);
        return node;
    }

    /** A problem with the overlay itself, whose line names the overlay. */
    void overlayProblem(String path, String line) {
        problems.add(new Problem(placeOf(path), line));
    }

    /** Jackson's limits on depth and length come without a location. */
    private Place place(JsonLocation at) {
        return at == null ? Place.in(name) : new Place(name, at.getLineNr(), at.getColumnNr());
    }

    /** Jackson's own words, but for what it says of itself, of its settings, and of the source. */
    private static String fault(JsonProcessingException e) {
        String words = e.getOriginalMessage();
        if (words.startsWith("Duplicate field '")) {
            return "the key \"" + words.substring("Duplicate field '".length(), words.lastIndexOf('\''))
                    + "\" a second time";
        }
        if (words.startsWith("Document nesting depth")) {
            return "more than " + DEEPEST + " levels of it";
        }
        String brief = words.replaceFirst(
                        "(?s)( \\((start marker|for |not recognized)|[:,] (enable|from) `|\\[Source).*", "")
                .strip();
        return "a fault: " + Character.toLowerCase(brief.charAt(0)) + brief.substring(1);
    }

    private JsonNode tree(JsonParser parser, String path) throws IOException {
        places.put(path, place(parser.currentTokenLocation()));
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path);
            case START_ARRAY -> array(parser, path);
            case VALUE_STRING -> text(parser, path);
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private JsonNode text(JsonParser parser, String path) throws IOException {
        String text = parser.getText();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            problem(path, "expected text, got half of a surrogate pair in it");
            halves.add(path);
        }
        return NODES.textNode(text);
    }

    private ObjectNode object(JsonParser parser, String path) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place place = place(parser.currentTokenLocation());
            parser.nextToken();
            String below = path.isEmpty() ? key : path + "." + key;
            object.set(key, tree(parser, below));
            keys.put(below, place);
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String path) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            array.add(tree(parser, path + "[" + i + "]"));
        }
        return array;
    }

    /** What to call this document, such as the file's path. */
    public String name() {
        return name;
    }

    /** Whether the object has something under {@code key}, {@code null} included. */
    public boolean has(String key) {
        return root.has(key);
    }

    /** The object itself, as a section without a name, for its own keys. */
    public Section root() {
        return new Section(this, "", root);
    }

    /**
     * Reads the section {@code name}, which has to be there.
     *
     * @throws ConfigException with everything that is wrong in it
     */
    public <T> T section(String name, Function<Section, T> reader) {
        T read = read(name, reader);
        check();
        return read;
    }

    /** The same, but what is wrong is only remembered, until {@link #check}. */
    public <T> T read(String name, Function<Section, T> reader) {
        T read = root().get(name).section("a section", reader, () -> absent(name, reader));
        overlays.unknown(name, known).forEach(line -> problems.add(new Problem(Place.UNKNOWN, line)));
        return read;
    }

    /** Refuses the overlays that are in none of the sections that were asked for. */
    public void refuseOtherOverlays() {
        overlays.strangers(known).forEach(line -> problems.add(new Problem(Place.UNKNOWN, line)));
    }

    /** A script at the top is one for every role: then a role needs no section of its own. */
    private <T> T absent(String name, Function<Section, T> reader) {
        if (has("script")) {
            return new Section(this, name, NODES.objectNode()).read(reader);
        }
        problem(name, "expected a section, got nothing (was -conf read?)");
        return null;
    }

    /** Throws if any problem was found: all of them, in the order of the file. */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.stream()
                    .sorted(IN_ORDER)
                    .map(Problem::line)
                    .distinct()
                    .toList());
        }
    }

    /** The paths of all keys that were asked for so far: after reading, the keys there are. */
    public Set<String> known() {
        return Set.copyOf(known);
    }

    /** This configuration as a verticle's {@code config()}, with the overlays laid over it. */
    public JsonObject json() {
        return new JsonObject(root.toString());
    }

    /** The same, with the name of the document's own file in the place of lists that shall be read from there. */
    public JsonObject json(List<String> fromFile) {
        JsonObject json = json();
        for (String path : fromFile) {
            int dot = path.indexOf('.');
            JsonObject around = dot < 0 ? json : json.getJsonObject(path.substring(0, dot), new JsonObject());
            if (file && around.getValue(path.substring(dot + 1)) instanceof JsonArray) {
                around.put(path.substring(dot + 1), name);
            }
        }
        return json;
    }

    Overlays overlays() {
        return overlays;
    }

    Path directory() {
        return directory;
    }

    void know(String path) {
        known.add(path);
    }

    void moved(String path, Place place) {
        places.keySet().removeIf(below -> below.startsWith(path + ".") || below.startsWith(path + "["));
        places.put(path, place);
    }

    /** A problem with the value at {@code path}. */
    void problem(String path, String words) {
        if (!halves.contains(path)) {
            add(placeOf(path), path, words);
        }
    }

    /** A problem with the key itself. */
    void keyProblem(String path, String words) {
        add(keys.containsKey(path) ? keys.get(path) : placeOf(path), path, words);
    }

    /** Where the value was written, or else the nearest object or array around it. */
    Place placeOf(String path) {
        Place place = places.get(path);
        int up = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        if (place != null) {
            return place;
        }
        return up < 0 ? Place.UNKNOWN : placeOf(path.substring(0, up));
    }

    private void add(Place place, String path, String words) {
        problems.add(new Problem(place, place + path + ": " + words));
    }
}
