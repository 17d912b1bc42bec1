package dev.parley.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One value of a configuration, and its path.
 *
 * <p>Each question ({@code text}, {@code integer}, …) names the wish. A value that does not fit is a problem of its
 * document, and the answer is then something harmless that nobody will use.
 */
public final class Value {
    /** What a value that is no bytes is taken for: long enough for everybody who wants some. */
    private static final byte[] NO_BYTES = {0};

    private static final int TOLD = 60;

    private final Document document;
    private final String path;
    private final Consumer<JsonNode> replace;
    private JsonNode node;
    /** Text from an overlay, which becomes a number, a boolean or an object if the key wants one. */
    private boolean loose;
    /** Why such text is no JSON, if it looks like some. */
    private String fault;

    Value(Document document, String path, JsonNode node, boolean loose, Consumer<JsonNode> replace) {
        this.document = document;
        this.path = path;
        this.node = node;
        this.loose = loose;
        this.replace = replace;
    }

    /** Where it is in the document: {@code script[3].do[0]}. */
    public String path() {
        return path;
    }

    /** Where it was written. */
    public Place place() {
        return document.placeOf(path);
    }

    public boolean absent() {
        return node.isMissingNode();
    }

    /** This value, or {@code otherwise} where there is none. */
    public Value or(String otherwise) {
        return absent() ? new Value(document, path, TextNode.valueOf(otherwise), false, replace) : this;
    }

    /** Whether the value is {@code false}, which switches off what the key stands for. */
    public boolean off() {
        if (loose && "false".equals(node.textValue())) {
            become(BooleanNode.FALSE);
        }
        return node.isBoolean() && !node.booleanValue();
    }

    public boolean isText() {
        return !isObject() && node.isTextual();
    }

    public boolean isList() {
        if (loose && node.textValue().startsWith("[")) {
            parseLoose();
        }
        return node.isArray();
    }

    public boolean isNumber() {
        return node.isNumber() || loose && node.textValue().matches("-?\\d+");
    }

    public boolean isObject() {
        if (loose && node.textValue().startsWith("{")) {
            parseLoose();
        }
        return node.isObject();
    }

    /** Whether it is an object with something under {@code key}. */
    public boolean has(String key) {
        return isObject() && node.has(key);
    }

    /** What an object has under {@code key}, whoever asks for its other keys. */
    public Value member(String key) {
        return new Value(
                document, path + "." + key, has(key) ? node.get(key) : MissingNode.getInstance(), false, x -> {});
    }

    /** A problem with this value: says what was expected, and what there is. */
    public void problem(String wish) {
        if (fault != null) {
            document.overlayProblem(path, fault);
        } else {
            document.problem(path, "expected " + wish + ", got " + printed(node));
        }
    }

    /** A problem in words of the caller's own. */
    public void complain(String words) {
        document.problem(path, words);
    }

    public String text(String wish) {
        if (!node.isTextual()) {
            problem(wish);
            return "";
        }
        return node.textValue();
    }

    /** One of some words; the first of them where it is none. */
    public String word(String wish, String... words) {
        for (String word : words) {
            if (word.equals(node.textValue())) {
                return word;
            }
        }
        problem(wish);
        return words[0];
    }

    public int integer(int min, int max, String wish) {
        if (loose && node.textValue().matches("-?\\d{1,9}")) {
            become(IntNode.valueOf(Integer.parseInt(node.textValue())));
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            problem(wish);
            return min;
        }
        return node.intValue();
    }

    public boolean truth() {
        if (loose && node.textValue().matches("true|false")) {
            become(BooleanNode.valueOf(node.textValue().equals("true")));
        }
        if (!node.isBoolean()) {
            problem("true or false");
            return false;
        }
        return node.booleanValue();
    }

    public double number(double min, double max, String wish) {
        if (loose && node.textValue().matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
            become(DecimalNode.valueOf(new BigDecimal(node.textValue())));
        }
        if (!node.isNumber() || node.doubleValue() < min || node.doubleValue() > max) {
            problem(wish + " from " + min + " to " + max);
            return min;
        }
        return node.doubleValue();
    }

    /** A JSON object as it is. */
    public ObjectNode object(String wish) {
        if (!isObject()) {
            problem(wish);
            return JsonNodeFactory.instance.objectNode();
        }
        return (ObjectNode) node;
    }

    /** Whether this and another object have the same under {@code key}. */
    public boolean sameMember(String key, Value other) {
        return Objects.equals(node.get(key), other.node.get(key));
    }

    public Duration duration(Duration min) {
        return duration(min, Duration.ofDays(365));
    }

    public Duration duration(Duration min, Duration max) {
        Optional<Duration> read = Optional.empty();
        if (node.isTextual() && (loose || !"0".equals(node.textValue()))) {
            read = Durations.parse(node.textValue());
            read.filter(d -> loose && d.isZero()).ifPresent(d -> become(IntNode.valueOf(0)));
        } else if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() == 0) {
            read = Optional.of(Duration.ZERO);
        }
        if (read.isEmpty()) {
            problem("a duration such as \"250ms\", \"1s\", \"5m\"" + (min.isZero() ? " or 0" : ""));
        } else if (read.get().compareTo(min) < 0) {
            problem("a duration of at least " + Durations.print(min));
        } else if (read.get().compareTo(max) > 0) {
            problem("a duration of at most " + Durations.print(max));
        }
        return read.orElse(min);
    }

    /** A size in bytes, as a number or with KiB, MiB or GiB. */
    public int size(int min, int max) {
        return (int) size((long) min, max);
    }

    /** The same where there may be more of them. */
    public long size(long min, long max) {
        if (loose && node.textValue().matches("\\d{1,18}")) {
            become(LongNode.valueOf(Long.parseLong(node.textValue())));
        }
        boolean unit = node.isTextual() && node.textValue().endsWith("B");
        String written = node.isIntegralNumber() || unit ? node.asText() : "";
        long size = Sizes.parse(written).orElse(-1);
        if (size < min || size > max) {
            problem("a size from " + Sizes.print(min) + " to " + Sizes.print(max) + ", such as 1024 or \"64KiB\"");
            return min;
        }
        return size;
    }

    /** Bytes as text (UTF-8), {@code {"hex": …}} or {@code {"base64": …}}. */
    public byte[] bytes() {
        if (isText()) {
            return node.textValue().getBytes(StandardCharsets.UTF_8);
        }
        String wish = "text, {\"hex\": …} or {\"base64\": …}";
        byte[] read = section(
                wish,
                section -> {
                    Value hex = section.get("hex");
                    Value base64 = section.get("base64");
                    if (hex.absent() == base64.absent()) {
                        problem(wish);
                        return NO_BYTES;
                    }
                    return hex.absent()
                            ? base64.decoded("base64", s -> Base64.getDecoder().decode(s))
                            : hex.hex();
                },
                () -> {
                    problem(wish);
                    return NO_BYTES;
                });
        return read == null ? NO_BYTES : read;
    }

    /** Bytes in hex digits. */
    public byte[] hex() {
        return decoded("hex digits in pairs", HexFormat.of()::parseHex);
    }

    private byte[] decoded(String wish, Function<String, byte[]> decoder) {
        try {
            return decoder.apply(text(wish));
        } catch (IllegalArgumentException e) {
            problem(wish);
            return NO_BYTES;
        }
    }

    /** A file: relative to the configuration's own directory, and written back absolute, since that is lost later. */
    public Optional<Path> file() {
        Optional<Path> file = path("a file's path")
                .map(path -> document.directory().resolve(path).normalize());
        file.ifPresent(path -> replace.accept(TextNode.valueOf(path.toString())));
        return file;
    }

    /** A directory to write to: relative to where the process runs; none where there is no value. */
    public Optional<Path> directory() {
        return absent() ? Optional.empty() : path("a directory's path");
    }

    private Optional<Path> path(String wish) {
        try {
            if (isText() && !node.textValue().isBlank()) {
                return Optional.of(Path.of(node.textValue()));
            }
        } catch (InvalidPathException e) {
            // told with the others
        }
        problem(wish);
        return Optional.empty();
    }

    public List<Value> list(String wish) {
        if (loose) {
            parseLoose();
        }
        if (!node.isArray()) {
            problem(wish);
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Value(document, path + "[" + i + "]", node.get(i), false, ignored -> {}));
        }
        return items;
    }

    /** Reads an object; {@code absent} answers where there is none, and no overlay below it either. */
    public <T> T section(String wish, Function<Section, T> reader, Supplier<T> absent) {
        if (absent() && document.overlays().below(path)) {
            become(JsonNodeFactory.instance.objectNode());
        }
        if (absent()) {
            return absent.get();
        }
        if (!isObject()) {
            problem(wish);
            return null;
        }
        return new Section(document, path, (ObjectNode) node).read(reader);
    }

    private void parseLoose() {
        String text = node.textValue().strip();
        if (text.startsWith("[") || text.startsWith("{")) {
            try {
                become(document.laidOver(path, text));
            } catch (ConfigException e) {
                fault = e.getMessage(); // It stays the text that it is, unless the question wants something else.
            }
        }
    }

    private void become(JsonNode other) {
        node = other;
        loose = false;
        replace.accept(other);
    }

    /** How a value is shown in a problem: as it was written, cut short. */
    static String printed(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "an array";
        }
        String written = node.toString();
        return written.length() <= TOLD ? written : written.substring(0, TOLD) + "…";
    }
}
