package dev.parley.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Environment variables and system properties that are laid over a configuration file.
 *
 * <p>{@code server.connectTimeout} is overlaid by {@code PARLEY_SERVER_CONNECT_TIMEOUT}, and that by
 * {@code -Dparley.server.connectTimeout}. A key asks for its own overlay when it is read, so a variable's name needs no
 * guessing; a variable that no key has asked for is unknown.
 */
public final class Overlays {
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, Overlay> commandLine = new TreeMap<>();
    private final Set<String> left = new TreeSet<>();
    private final Set<String> unasked = new TreeSet<>();

    public Overlays(Map<String, String> environment, Properties properties) {
        environment.forEach((name, value) -> {
            if (name.startsWith("PARLEY_")) {
                this.environment.put(name, value);
            }
        });
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("parley.")) {
                this.properties.put(name, properties.getProperty(name));
            }
        }
        unasked.addAll(this.environment.keySet());
        unasked.addAll(this.properties.keySet());
    }

    public static Overlays none() {
        return new Overlays(Map.of(), new Properties());
    }

    /**
     * A value laid over a key, still text: what it is shall be decided by the key that it overlays.
     *
     * @param text null where the key shall be absent
     */
    record Overlay(String text, Place place) {}

    /** Lays a value over all others; {@code origin} is what the command line calls it. */
    public void lay(String path, String value, String origin) {
        commandLine.put(path, new Overlay(value, Place.in(origin)));
    }

    /** Lays nothing over all others: the key shall be absent, whatever there is. */
    public void hide(String path) {
        commandLine.put(path, new Overlay(null, Place.UNKNOWN));
    }

    /** Leaves the file's value aside, as if it were not there; a variable or a property still counts. */
    public void leave(String path) {
        left.add(path);
    }

    Optional<Overlay> over(String path) {
        String variable = variable(path);
        String property = "parley." + path;
        unasked.remove(variable);
        unasked.remove(property);
        if (commandLine.containsKey(path)) {
            return Optional.of(commandLine.get(path));
        }
        if (properties.containsKey(property)) {
            return Optional.of(new Overlay(properties.get(property), Place.in("-D" + property)));
        }
        if (environment.containsKey(variable)) {
            return Optional.of(new Overlay(environment.get(variable), Place.in(variable)));
        }
        return left.contains(path) ? Optional.of(new Overlay(null, Place.UNKNOWN)) : Optional.empty();
    }

    /** Whether anything is laid over a key below {@code path}, so that an absent object there has to be read. */
    boolean below(String path) {
        return commandLine.keySet().stream().anyMatch(name -> name.startsWith(path + "."))
                || properties.keySet().stream().anyMatch(name -> name.startsWith("parley." + path + "."))
                || environment.keySet().stream().anyMatch(name -> name.startsWith(variable(path) + "_"));
    }

    /** A name of ours that is no overlay. */
    public void pass(String name) {
        unasked.remove(name);
    }

    /** The overlays under {@code section} that none of the {@code known} paths has asked for. */
    List<String> unknown(String section, Set<String> known) {
        return unknown(name -> under(section, name), known);
    }

    /** The overlays that are under none of the {@code known} paths at all. */
    List<String> strangers(Set<String> known) {
        return unknown(name -> known.stream().noneMatch(path -> under(path, name)), known);
    }

    private static boolean under(String path, String name) {
        return name.startsWith("parley." + path + ".") || name.startsWith(variable(path) + "_");
    }

    private List<String> unknown(Predicate<String> which, Set<String> known) {
        Map<String, String> variables = new TreeMap<>();
        known.forEach(path -> variables.put(variable(path), path));
        return unasked.stream()
                .filter(which)
                .map(name -> name.startsWith("parley.")
                        ? "-D" + name + ": unknown key"
                                + Nearest.to(name.substring("parley.".length()), known)
                                        .map(near -> ", the nearest known one is parley." + near)
                                        .orElse("")
                        : name + ": unknown key"
                                + Nearest.to(name, variables.keySet())
                                        .map(near -> ", the nearest known one is " + near)
                                        .orElse(""))
                .toList();
    }

    /** {@code server.connectTimeout} is {@code PARLEY_SERVER_CONNECT_TIMEOUT}. */
    private static String variable(String path) {
        return "PARLEY_"
                + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }
}
