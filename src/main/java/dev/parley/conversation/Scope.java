package dev.parley.conversation;

import dev.parley.config.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which placeholders a template may have.
 *
 * @param slots what the conversation itself knows
 * @param names what is bound on the way: the groups of patterns, the names of an {@code each}
 * @param vars the configuration's own texts, written {@code {vars.NAME}}
 */
public record Scope(Set<Slot> slots, Set<String> names, Map<String, String> vars) {
    private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";

    public Scope {
        slots = Set.copyOf(slots);
        names = Set.copyOf(names);
        vars = Map.copyOf(vars);
    }

    public static Scope of(Set<Slot> slots, Map<String, String> vars) {
        return new Scope(slots, Set.of(), vars);
    }

    public Scope with(Set<String> more) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(more);
        return new Scope(slots, all, vars);
    }

    /** Reads {@code {"NAME": "text", …}}. */
    public static Map<String, String> vars(Value value) {
        Map<String, String> vars = new LinkedHashMap<>();
        value.section(
                "an object of texts",
                section -> {
                    for (String name : section.keys()) {
                        Value var = section.get(name);
                        if (!name.matches(NAME)) {
                            var.complain("expected a name of letters, digits and _, beginning with a letter");
                        }
                        vars.put(name, var.text("text"));
                    }
                    return vars;
                },
                () -> vars);
        return vars;
    }

    /** Whether {@code "each"} may bind {@code name}. */
    public static boolean bindable(String name) {
        return name.matches(NAME) && !reserved(name);
    }

    /** Whether {@code name} is that of a placeholder which {@code "each"} and patterns may not bind anew. */
    static boolean reserved(String name) {
        for (Slot slot : Slot.values()) {
            if (slot.toString().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
