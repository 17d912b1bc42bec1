package dev.parley.conversation;

import dev.parley.config.Durations;
import dev.parley.report.Outcome;
import dev.parley.wire.Ending;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** How a client's conversation went. */
public sealed interface ConversationOutcome extends Outcome {
    /**
     * All was said and heard.
     *
     * @param records how many the peer said
     */
    record Passed(String peer, int records, Duration took) implements ConversationOutcome {
        @Override
        public boolean passed() {
            return true;
        }

        @Override
        public String summary() {
            return "client: " + peer + ": " + records + " records heard in " + Durations.print(took);
        }

        @Override
        public JsonObject details() {
            return new JsonObject().put("records", records).put("tookMillis", took.toMillis());
        }
    }

    /**
     * Something else came than was expected, or nothing.
     *
     * @param step which record was waited for: {@code answer to "Tracy"}
     * @param expected what was expected there
     * @param got what came instead, and what ended the waiting
     * @param ending how the connection ended, or the waiting; empty when it had not
     * @param took since the step began
     */
    record Failed(String peer, String step, String expected, String got, Optional<Ending> ending, Duration took)
            implements ConversationOutcome {
        @Override
        public boolean passed() {
            return false;
        }

        @Override
        public String summary() {
            return "client: " + peer + ": " + step + ": expected " + expected + ", got " + got;
        }

        @Override
        public JsonObject details() {
            return new JsonObject()
                    .put("step", step)
                    .put("expected", expected)
                    .put("got", got)
                    .put("ending", ending.map(Ending::toString).orElse("open"))
                    .put("tookMillis", took.toMillis());
        }
    }

    /**
     * There was no connection to talk on.
     *
     * @param why in words, naming the address
     */
    record Unconnected(String peer, String why, Duration took) implements ConversationOutcome {
        @Override
        public boolean passed() {
            return false;
        }

        @Override
        public String summary() {
            return "client: " + why;
        }

        @Override
        public JsonObject details() {
            return new JsonObject().put("got", why).put("tookMillis", took.toMillis());
        }
    }

    String peer();

    /** What only this kind of outcome has to tell. */
    JsonObject details();

    @Override
    default JsonObject toJson() {
        return new JsonObject()
                .put("passed", passed())
                .put("summary", summary())
                .put("peer", peer())
                .mergeIn(details());
    }
}
