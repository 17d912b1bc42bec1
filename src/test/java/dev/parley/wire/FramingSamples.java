package dev.parley.wire;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Framings as they are configured, and records that are awkward for them. Text here is Latin-1: a letter, a byte. */
final class FramingSamples {
    static final int LIMIT = 40;

    /** Those whose records may have any length. */
    static final List<String> UNBOUNDED = Stream.concat(
                    Stream.of(
                            "\"line\"",
                            "\"crlf\"",
                            "{\"delimiter\": \";\"}",
                            "{\"delimiter\": \"ab\"}",
                            "{\"delimiter\": \"aa\"}",
                            "{\"delimiter\": \"aab\"}",
                            "{\"delimiter\": \"\\r\\n\\r\\n\"}",
                            "{\"delimiter\": {\"hex\": \"00ff00\"}}",
                            "{\"in\": {\"delimiter\": {\"base64\": \"AA==\"}}, \"out\": {\"delimiter\": \"\\u0000\"}}"),
                    lengths())
            .toList();

    static final List<String> FRAMINGS = Stream.concat(
                    UNBOUNDED.stream(),
                    Stream.of(
                            "{\"fixed\": 1}",
                            "{\"fixed\": 3}",
                            "{\"fixed\": 40}",
                            "{\"fixed\": 3, \"pad\": 0}",
                            "{\"fixed\": 40, \"pad\": \".\"}"))
            .toList();

    private static final List<String> RECORDS = List.of(
            "Michael",
            "",
            "a",
            "aa",
            "xa",
            "xaa",
            "b",
            "abx",
            "ba",
            "x\r",
            "\r",
            "a\rb",
            "x\r\n",
            "\r\n\r",
            "\n",
            "\n\n",
            "\0",
            "\0\u00ff",
            "x\0\u00ff\0",
            "\u00c5\u00bdofie \u00f0\u009f\u0090\u008e",
            "x".repeat(8),
            "x".repeat(9),
            "x".repeat(14) + "a",
            "x".repeat(16),
            "x".repeat(16) + "\0",
            "x".repeat(LIMIT - 1),
            "x".repeat(LIMIT),
            "",
            "exit",
            "abc",
            "a.c",
            "bye");

    private FramingSamples() {}

    private static Stream<String> lengths() {
        return Stream.of(1, 2, 4, 8)
                .flatMap(width -> Stream.of("big", "little")
                        .flatMap(order -> Stream.of("body", "all")
                                .map(counts -> "{\"length\": {\"bytes\": %d, \"order\": \"%s\", \"counts\": \"%s\"}}"
                                        .formatted(width, order, counts))));
    }

    static Framing framing(String json) {
        return Document.parse("{\"it\": {\"framing\": " + json + "}}", "sample", Overlays.none())
                .section("it", section -> Framing.read(section.get("framing"), Limits.DEFAULT));
    }

    /** The records that this framing can carry unchanged: those are all that do not look like its delimiter or pad. */
    static List<String> records(String json) {
        return RECORDS.stream().filter(record -> carries(json, record)).toList();
    }

    private static boolean carries(String json, String record) {
        if (json.contains("fixed")) {
            int size = json.contains("40") ? 40 : json.contains("3") ? 3 : 1;
            return json.contains("pad")
                    ? record.length() <= size && !record.endsWith(json.contains(".") ? "." : "\0")
                    : record.length() == size;
        }
        if (json.equals("\"line\"") || json.equals("\"crlf\"")) {
            return !record.contains("\n") && !record.endsWith("\r");
        }
        String whole = latin(writeOne(json, record));
        String delimiter = latin(writeOne(json, ""));
        return json.contains("length") || whole.indexOf(delimiter) == record.length();
    }

    static byte[] writeOne(String json, String record) {
        try {
            return write(framing(json), record);
        } catch (FramingException e) {
            throw new AssertionError(e);
        }
    }

    /** All the records of {@link #records}, one after the other on the wire. */
    static byte[] blob(String json) {
        Out out = new Out();
        records(json).forEach(record -> out.append(writeOne(json, record)));
        return out.copy();
    }

    /** Where each of them ends there. */
    static List<Integer> ends(String json) {
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (String record : records(json)) {
            end += writeOne(json, record).length;
            ends.add(end);
        }
        return ends;
    }

    static byte[] write(Framing framing, String record) throws FramingException {
        Out out = new Out();
        append(framing, out, record);
        return out.copy();
    }

    static void append(Framing framing, Out out, String record) throws FramingException {
        int start = out.size();
        framing.open(out);
        out.append(bytes(record));
        framing.close(out, start);
    }

    static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String latin(Span span) {
        return latin(span.copy());
    }
}
