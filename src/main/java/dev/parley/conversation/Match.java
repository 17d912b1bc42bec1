package dev.parley.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.wire.Span;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether a rule is meant for a record. Immutable.
 *
 * <p>In a configuration: text for the whole record, {@code {"prefix": bytes}}, {@code {"suffix": bytes}}, {@code
 * {"contains": bytes}}, {@code {"pattern": "EHLO (?<host>\\S+)"}}, {@code {"hex": "0d0a", "at": 4}}, {@code {"json":
 * {"cmd": "ping"}}}, {@code {"not": match}}, or a list of which any will do.
 */
public sealed interface Match {
    String WISH = "text, a list of matches, or an object with one of \"prefix\", \"suffix\", \"contains\", \"pattern\","
            + " \"hex\", \"json\" and \"not\"";

    /** @param captures is left what a pattern's groups have caught, where it matches */
    boolean matches(Span record, Captures captures);

    /** Whether a record that begins with this byte, from 0 to 255, or is empty, which is 256, can match at all. */
    default boolean mayBegin(int first) {
        return true;
    }

    /** The names of the groups that it catches in every match. */
    default Set<String> groups() {
        return Set.of();
    }

    /** Every record. */
    Match ANY = new Any();

    static Match exactly(byte[] bytes) {
        return new Exactly(bytes);
    }

    /** @param longest record that a pattern is tried on, in bytes */
    static Match read(Value value, int longest) {
        if (value.isText()) {
            return exactly(value.bytes());
        }
        if (value.isList()) {
            if (value.list(WISH).isEmpty()) {
                value.complain("expected at least one match, got none");
            }
            return new AnyOf(
                    value.list(WISH).stream().map(item -> read(item, longest)).toList());
        }
        Match read = value.section(WISH, section -> read(value, section, longest), () -> ANY);
        return read == null ? ANY : read;
    }

    private static Match read(Value whole, Section section, int longest) {
        Value ignoreCase = section.get("ignoreCase");
        boolean fold = !ignoreCase.absent() && ignoreCase.truth();
        Value at = section.get("at");
        Map<String, Value> kinds = section.only("prefix", "suffix", "contains", "pattern", "hex", "json", "not");
        if (kinds.size() != 1) {
            whole.problem(WISH);
            return ANY;
        }
        String kind = kinds.keySet().iterator().next();
        Value value = kinds.get(kind);
        if (!at.absent() && !kind.equals("hex")) {
            at.complain("expected \"at\" together with \"hex\"");
        }
        if (fold && !Set.of("prefix", "suffix", "contains", "pattern").contains(kind)) {
            ignoreCase.complain(
                    "expected \"ignoreCase\" together with \"prefix\", \"suffix\", \"contains\" or \"pattern\"");
        }
        return switch (kind) {
            case "prefix" -> new Part(value.bytes(), fold, Part.Where.START);
            case "suffix" -> new Part(value.bytes(), fold, Part.Where.END);
            case "contains" -> new Part(value.bytes(), fold, Part.Where.ANYWHERE);
            case "pattern" -> pattern(value, fold, longest);
            case "hex" -> at.absent() ? exactly(value.hex()) : new At(at.integer(0, 1 << 30, "an offset"), value.hex());
            case "json" -> new Json(value.object("an object of members"));
            default -> new Not(read(value, longest));
        };
    }

    /** A pattern over the whole record. */
    static Match pattern(Value value, Value ignoreCase, int longest) {
        return pattern(value, !ignoreCase.absent() && ignoreCase.truth(), longest);
    }

    private static Match pattern(Value value, boolean fold, int longest) {
        try {
            int flags = Pattern.DOTALL | (fold ? Pattern.CASE_INSENSITIVE : 0);
            Regex regex = new Regex(Pattern.compile(value.text("a pattern"), flags), longest);
            regex.groups().stream()
                    .filter(Scope::reserved)
                    .sorted()
                    .forEach(group ->
                            value.complain("expected groups that are no placeholders already, got {" + group + "}"));
            return regex;
        } catch (PatternSyntaxException e) {
            value.complain("expected a pattern that can be matched in linear time (RE2), got " + e.getDescription()
                    + ": " + value.text("a pattern"));
            return ANY;
        }
    }

    final class Any implements Match {
        private Any() {}

        @Override
        public boolean matches(Span record, Captures captures) {
            return true;
        }
    }

    /** The whole record, after framing: case and blanks count. */
    final class Exactly implements Match {
        private final byte[] bytes;

        private Exactly(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean mayBegin(int first) {
            return new Span(bytes).first() == first;
        }

        @Override
        public boolean matches(Span record, Captures captures) {
            return record.is(bytes);
        }
    }

    /** Some bytes at the start, at the end, or anywhere. Case, where it is ignored, is that of ASCII letters. */
    final class Part implements Match {
        enum Where {
            START,
            END,
            ANYWHERE
        }

        private final byte[] bytes;
        private final boolean fold;
        private final Where where;

        private Part(byte[] bytes, boolean fold, Where where) {
            this.bytes = bytes;
            this.fold = fold;
            this.where = where;
        }

        @Override
        public boolean matches(Span record, Captures captures) {
            int last = record.length() - bytes.length;
            return switch (where) {
                case START -> last >= 0 && record.has(bytes, 0, fold);
                case END -> last >= 0 && record.has(bytes, last, fold);
                case ANYWHERE -> within(record, last);
            };
        }

        @Override
        public boolean mayBegin(int first) {
            return where != Where.START
                    || bytes.length == 0
                    || first < 256 && new Span(bytes).has(new byte[] {(byte) first}, 0, fold);
        }

        private boolean within(Span record, int last) {
            for (int at = 0; at <= last; at++) {
                if (record.has(bytes, at, fold)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Some bytes at an offset. */
    final class At implements Match {
        private final int at;
        private final byte[] bytes;

        private At(int at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }

        @Override
        public boolean matches(Span record, Captures captures) {
            return at <= record.length() - bytes.length && record.has(bytes, at, false);
        }
    }

    /** A pattern over the whole record. Its engine takes time linear in the record, so that no peer can hang it. */
    final class Regex implements Match {
        private final Pattern pattern;
        private final int longest;

        private Regex(Pattern pattern, int longest) {
            this.pattern = pattern;
            this.longest = longest;
        }

        @Override
        public boolean matches(Span record, Captures captures) {
            if (record.length() > longest) {
                return false;
            }
            Matcher matcher = pattern.matcher(record.copy());
            boolean matches = matcher.matches();
            if (matches) {
                captures.caught(matcher);
            }
            return matches;
        }

        @Override
        public Set<String> groups() {
            return pattern.namedGroups().keySet();
        }

        @Override
        public String toString() {
            return "/" + pattern + "/";
        }
    }

    /** A JSON object with these members, and perhaps others. */
    final class Json implements Match {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final ObjectNode members;

        private Json(ObjectNode members) {
            this.members = members;
        }

        @Override
        public boolean matches(Span record, Captures captures) {
            JsonNode read;
            try {
                read = JSON.readTree(record.copy());
            } catch (IOException notJson) {
                return false;
            }
            for (Iterator<Map.Entry<String, JsonNode>> wanted = members.fields(); wanted.hasNext(); ) {
                Map.Entry<String, JsonNode> member = wanted.next();
                if (!member.getValue().equals(Json::compare, read.path(member.getKey()))) {
                    return false;
                }
            }
            return true;
        }

        /** Numbers are equal by value, whatever Jackson holds them in. */
        private static int compare(JsonNode a, JsonNode b) {
            if (a.isNumber() && b.isNumber()) {
                return a.decimalValue().compareTo(b.decimalValue());
            }
            return a.equals(b) ? 0 : 1;
        }
    }

    /** What another one is not for. */
    record Not(Match match) implements Match {
        @Override
        public boolean matches(Span record, Captures captures) {
            return !match.matches(record, captures);
        }
    }

    /** What any of several is for. */
    record AnyOf(List<Match> matches) implements Match {
        @Override
        public boolean mayBegin(int first) {
            return matches.stream().anyMatch(match -> match.mayBegin(first));
        }

        @Override
        public boolean matches(Span record, Captures captures) {
            for (Match match : matches) {
                if (match.matches(record, captures)) {
                    return true;
                }
            }
            return false;
        }
    }
}
