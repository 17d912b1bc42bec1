package dev.parley;

import dev.parley.config.Durations;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.report.Outcome;
import dev.parley.wire.Ending;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How two scripts got on with each other.
 *
 * @param cause the failure to tell of: a side that hangs up on a wrong word makes the other fail as well
 * @param parts both sides of each conversation
 */
record CheckOutcome(String name, Optional<Outcome> cause, List<Outcome> parts, Duration took) implements Outcome {
    static CheckOutcome of(String name, List<Outcome> spoken, List<Outcome> served, long nanos) {
        List<Outcome> all = Stream.concat(served.stream(), spoken.stream()).toList();
        Optional<Outcome> cause =
                all.stream().filter(part -> !part.passed()).min(Comparator.comparing(CheckOutcome::followed));
        return new CheckOutcome(name, cause, all, Duration.ofNanos(nanos));
    }

    /** How a conversation ends for one side when the other has left it. */
    private static final Set<Ending> LEFT = EnumSet.of(Ending.FIN, Ending.RESET, Ending.DRAINED);

    /** Whether a failure looks like the consequence of another one: that the other side has gone. */
    private static boolean followed(Outcome part) {
        return part instanceof ConversationOutcome.Failed failed
                && failed.ending().filter(LEFT::contains).isPresent();
    }

    @Override
    public boolean passed() {
        return cause.isEmpty();
    }

    @Override
    public String summary() {
        int conversations = parts.size() / 2;
        return cause.map(Outcome::summary)
                .orElseGet(() -> name + ": passed, " + conversations
                        + (conversations == 1 ? " conversation" : " conversations") + " in " + Durations.print(took));
    }

    @Override
    public List<String> report() {
        return cause.map(Outcome::report).orElseGet(() -> List.of(summary()));
    }

    @Override
    public JsonObject toJson() {
        return new JsonObject()
                .put("passed", passed())
                .put("summary", summary())
                .put(
                        "conversations",
                        new JsonArray(parts.stream().map(Outcome::toJson).toList()))
                .put("tookMillis", took.toMillis());
    }
}
