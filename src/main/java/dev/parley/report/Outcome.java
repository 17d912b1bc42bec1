package dev.parley.report;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** How a conversation or a download went. It becomes an exit code only in the main class. */
public interface Outcome {
    boolean passed();

    /** What it is the outcome of, in a few words. */
    String name();

    /** One line for people: what was done, or why it was not. */
    String summary();

    /** The same for programs; has at least {@code passed} and {@code summary}. */
    JsonObject toJson();

    /** How long it took, or the step that failed. */
    Duration took();

    /** All there is to tell people: the summary, and whatever helps to understand it. */
    default List<String> report() {
        return List.of(summary());
    }

    /** What it is made of, where it is the sum of others. */
    default List<Outcome> parts() {
        return List.of(this);
    }
}
