package dev.parley;

import dev.parley.report.Outcome;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A role itself did not work, whatever it was to do. */
record Broken(String name, Throwable fault) implements Outcome {
    @Override
    public boolean passed() {
        return false;
    }

    @Override
    public String summary() {
        return name + ": " + fault.getMessage();
    }

    @Override
    public Duration took() {
        return Duration.ZERO;
    }

    @Override
    public JsonObject toJson() {
        return new JsonObject().put("passed", false).put("summary", summary());
    }
}
