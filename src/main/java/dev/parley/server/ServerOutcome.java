package dev.parley.server;

import dev.parley.conversation.ConversationOutcome;
import dev.parley.report.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * How the conversations of a deployment went.
 *
 * @param conversations how many there were
 * @param failed how many of them did not pass
 * @param each the outcomes themselves, or the first of very many
 */
record ServerOutcome(long conversations, long failed, List<ConversationOutcome> each, Duration took)
        implements Outcome {
    ServerOutcome {
        each = List.copyOf(each);
    }

    @Override
    public boolean passed() {
        return failed == 0;
    }

    @Override
    public String name() {
        return "server";
    }

    @Override
    public String summary() {
        return "server: " + conversations + " conversations, " + failed + " failed";
    }

    @Override
    public JsonObject toJson() {
        JsonArray all = new JsonArray();
        each.forEach(one -> all.add(one.toJson()));
        return new JsonObject()
                .put("passed", passed())
                .put("summary", summary())
                .put("conversations", all)
                .put("tookMillis", took.toMillis());
    }

    @Override
    public List<Outcome> parts() {
        return List.copyOf(each);
    }
}
