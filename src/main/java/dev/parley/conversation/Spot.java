package dev.parley.conversation;

import dev.parley.config.Place;
import dev.parley.config.Value;
import io.vertx.core.json.JsonObject;

/**
 * What a conversation was at: a step of a script, with its line in the file; or something with a name.
 *
 * @param name the path within the file, {@code script[1].do[0]}, or the name
 */
public record Spot(Place place, String name) {
    private static final Place NOWHERE = new Place("", 0, 0);

    public static Spot of(Value value) {
        return new Spot(value.place(), value.path());
    }

    public static Spot named(String name) {
        return new Spot(NOWHERE, name);
    }

    /** The same, said more precisely. */
    public Spot with(String more) {
        return more.isEmpty() ? this : new Spot(place, name + " (" + more + ")");
    }

    void addTo(JsonObject json) {
        json.put("step", name);
        if (place.line() > 0) {
            json.put("file", place.source()).put("line", place.line()).put("column", place.column());
        }
    }

    @Override
    public String toString() {
        return place + name;
    }
}
