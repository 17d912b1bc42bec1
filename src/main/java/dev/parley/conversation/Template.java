package dev.parley.conversation;

import dev.parley.config.Nearest;
import dev.parley.config.Value;
import dev.parley.wire.Echo;
import dev.parley.wire.Out;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A record to be said, with slots in it: {@code Hello, {record}!}. Immutable.
 *
 * <p>{@code {name}} is a slot, <code>{{name}</code> is the literal {@code {name}}, and every other brace is itself.
 */
public final class Template implements Phrase {
    private static final String VARS = "vars.";
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

    private record Bound(String name) implements Part {
        @Override
        public void appendTo(Out out, Words words) {
            words.append(name, out);
        }
    }

    private final Part[] parts;

    private Template(List<Part> parts) {
        this.parts = parts.toArray(Part[]::new);
    }

    /** Bytes as they are. */
    public static Template of(byte[] bytes) {
        return new Template(List.of(new Literal(bytes)));
    }

    /** Reads bytes of a configuration; text may have placeholders in it. */
    public static Template read(Value value, Scope scope) {
        if (!value.isText()) {
            return of(value.bytes());
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
                placeholder(value, braces.group(2), scope, parts);
            }
            from = braces.end();
        }
        literal(parts, text.substring(from));
        return new Template(parts);
    }

    /** Joined with one before it: each part costs something for each record. */
    private static void literal(List<Part> parts, String text) {
        if (text.isEmpty()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int last = parts.size() - 1;
        if (last >= 0 && parts.get(last) instanceof Literal before) {
            parts.set(
                    last,
                    new Literal(new Out().append(before.bytes).append(bytes).copy()));
        } else {
            parts.add(new Literal(bytes));
        }
    }

    private static void placeholder(Value value, String name, Scope scope, List<Part> parts) {
        if (scope.names().contains(name)) {
            parts.add(new Bound(name));
            return;
        }
        for (Slot slot : scope.slots()) {
            if (slot.toString().equals(name)) {
                parts.add(new Hole(slot));
                return;
            }
        }
        if (name.startsWith(VARS) && scope.vars().containsKey(name.substring(VARS.length()))) {
            literal(parts, scope.vars().get(name.substring(VARS.length())));
            return;
        }
        List<String> known = Stream.of(
                        scope.slots().stream().sorted().map(Slot::toString),
                        scope.names().stream().sorted(),
                        scope.vars().keySet().stream().sorted().map(var -> VARS + var))
                .flatMap(names -> names)
                .toList();
        String all = known.stream().map(slot -> "{" + slot + "}").collect(Collectors.joining(", "));
        value.complain("expected a placeholder of " + all + ", got {" + name + "}"
                + Nearest.to(name, known)
                        .map(near -> ", the nearest known one is {" + near + "}")
                        .orElse(""));
    }

    /** What it comes to, if it is a record and what is said around it. */
    Optional<Echo> echo() {
        byte[] before = {};
        byte[] after = {};
        boolean seen = false;
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                if (seen) {
                    after = literal.bytes;
                } else {
                    before = literal.bytes;
                }
            } else if (!seen && part instanceof Hole hole && hole.slot() == Slot.RECORD) {
                seen = true;
            } else {
                return Optional.empty();
            }
        }
        return seen ? Optional.of(new Echo(before, after)) : Optional.empty();
    }

    /** Whether it says the same each time. */
    public boolean fixed() {
        for (Part part : parts) {
            if (!(part instanceof Literal)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean say(Speaker speaker) {
        return speaker.say(this);
    }

    public void appendTo(Out out, Words words) {
        for (Part part : parts) {
            part.appendTo(out, words);
        }
    }

    /** What it says where every name stands for the same. */
    public byte[] naming(byte[] bound) {
        return with(new Words() {
            @Override
            public void append(Slot slot, Out out) {
                throw new IllegalArgumentException("no slot of a name: " + slot);
            }

            @Override
            public void append(String name, Out out) {
                out.append(bound);
            }
        });
    }

    /** What it says with these words. */
    public byte[] with(Words words) {
        Out out = new Out();
        appendTo(out, words);
        return out.copy();
    }
}
