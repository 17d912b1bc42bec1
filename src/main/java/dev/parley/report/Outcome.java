package dev.parley.report;

import io.vertx.core.json.JsonObject;

/** How a conversation or a download went. It becomes an exit code only in the main class. */
public interface Outcome {
    boolean passed();

    /** One line for people: what was done, or why it was not. */
    String summary();

    /** The same for programs; has at least {@code passed} and {@code summary}. */
    JsonObject toJson();
}
