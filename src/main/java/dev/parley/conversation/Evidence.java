package dev.parley.conversation;

import dev.parley.report.Printable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a failure can be understood from.
 *
 * @param expected the bytes that were expected, where it was some in particular
 * @param got the bytes that came
 * @param left what had come after them and was not looked at
 * @param transcript the last lines of the conversation, as a script has them
 */
public record Evidence(
        Optional<byte[]> expected, Optional<byte[]> got, List<String> left, List<JsonObject> transcript) {
    public static final Evidence NONE = new Evidence(Optional.empty(), Optional.empty(), List.of(), List.of());

    /** Bytes of a row, before the first difference and after it. */
    private static final int BEFORE = 8;

    private static final int ROW = 24;
    private static final int LONGEST = 200;

    public Evidence {
        left = List.copyOf(left);
        transcript = List.copyOf(transcript);
    }

    /** In lines below the failure's own. */
    List<String> lines(String ending) {
        List<String> lines = new ArrayList<>();
        if (expected.isPresent() && got.isPresent()) {
            int at = difference();
            int from = Math.max(0, at - BEFORE);
            String offset = from == 0 ? "" : "…";
            lines.add("  expected  " + offset + hex(expected.get(), from));
            lines.add("  got       " + offset + hex(got.get(), from));
            lines.add(" ".repeat("  expected  ".length() + offset.length() + 3 * (at - from)) + "^^ at byte " + at);
        } else {
            got.ifPresent(bytes -> lines.add("  got       " + hex(bytes, 0)));
        }
        if (!left.isEmpty()) {
            lines.add("  left      " + String.join(", ", left));
        }
        lines.add("  ending    " + ending);
        if (!transcript.isEmpty()) {
            lines.add("  transcript, its last lines:");
            transcript.forEach(line -> lines.add("    " + shortened(line.encode()) + ","));
        }
        return lines;
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** The first offset at which they differ. */
    private int difference() {
        int at = Arrays.mismatch(expected.get(), got.get());
        return Math.max(at, 0);
    }

    private static String hex(byte[] bytes, int from) {
        if (from >= bytes.length) {
            return "(" + bytes.length + " bytes)";
        }
        byte[] row = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + ROW));
        String rest = from + ROW < bytes.length ? " …" : "";
        return HexFormat.ofDelimiter(" ").formatHex(row) + rest + "  " + Printable.quoted(row);
    }

    void addTo(JsonObject json) {
        expected.ifPresent(bytes -> json.put("expectedHex", HexFormat.of().formatHex(bytes)));
        got.ifPresent(bytes -> json.put("gotHex", HexFormat.of().formatHex(bytes)));
        if (expected.isPresent() && got.isPresent()) {
            json.put("firstDifference", difference());
        }
        if (!left.isEmpty()) {
            json.put("left", new JsonArray(left));
        }
        if (!transcript.isEmpty()) {
            json.put("transcript", new JsonArray(transcript));
        }
    }
}
