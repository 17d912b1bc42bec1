package dev.parley.conversation;

import dev.parley.config.Nearest;
import dev.parley.config.Value;
import dev.parley.wire.Out;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A record to be said, with slots in it: {@code Hello, {record}!}. Immutable.
 *
 * <p>{@code {name}} is a slot, <code>{{name}</code> is the literal {@code {name}}, and every other brace is itself.
 */
public final class Template {
    private static final String NAME = "([A-Za-z][A-Za-z0-9_.]*)";
    private static final Pattern BRACES = Pattern.compile("\\{\\{" + NAME + "\\}|\\{" + NAME + "\\}");

    private sealed interface Part {
        void appendTo(Out out, Words words);
    }

    private static final class Literal implements Part {
        private final byte[] bytes;

        Literal(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void appendTo(Out out, Words words) {
            out.append(bytes);
        }
    }

    private record Hole(Slot slot) implements Part {
        @Override
        public void appendTo(Out out, Words words) {
            words.append(slot, out);
        }
    }

    private record Group(String name) implements Part {
        @Override
        public void appendTo(Out out, Words words) {
            words.appendGroup(name, out);
        }
    }

    private final Part[] parts;

    private Template(List<Part> parts) {
        this.parts = parts.toArray(Part[]::new);
    }

    /** Reads bytes of a configuration; text may have the {@code allowed} slots in it. */
    public static Template read(Value value, Set<Slot> allowed) {
        return read(value, allowed, Set.of());
    }

    /** @param groups names that a pattern's groups have, which are slots as well */
    static Template read(Value value, Set<Slot> allowed, Set<String> groups) {
        if (!value.isText()) {
            return new Template(List.of(new Literal(value.bytes())));
        }
        List<Part> parts = new ArrayList<>();
        String text = value.text("text");
        Matcher braces = BRACES.matcher(text);
        int from = 0;
        while (braces.find()) {
            literal(parts, text.substring(from, braces.start()));
            if (braces.group(1) != null) {
                literal(parts, "{" + braces.group(1) + "}");
            } else {
                slot(value, braces.group(2), allowed, groups, parts);
            }
            from = braces.end();
        }
        literal(parts, text.substring(from));
        return new Template(parts);
    }

    private static void literal(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Literal(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void slot(Value value, String name, Set<Slot> allowed, Set<String> groups, List<Part> parts) {
        if (groups.contains(name)) {
            parts.add(new Group(name));
            return;
        }
        for (Slot slot : allowed) {
            if (slot.toString().equals(name)) {
                parts.add(new Hole(slot));
                return;
            }
        }
        List<String> known = Stream.concat(
                        allowed.stream().map(Slot::toString), groups.stream().sorted())
                .toList();
        String all = known.stream().map(slot -> "{" + slot + "}").collect(Collectors.joining(", "));
        value.complain("expected a placeholder of " + all + ", got {" + name + "}"
                + Nearest.to(name, known)
                        .map(near -> ", the nearest known one is {" + near + "}")
                        .orElse(""));
    }

    public void appendTo(Out out, Words words) {
        for (Part part : parts) {
            part.appendTo(out, words);
        }
    }

    /** What it says with these words. */
    public byte[] with(Words words) {
        Out out = new Out();
        appendTo(out, words);
        return out.copy();
    }
}
