package dev.parley.conversation;

import dev.parley.config.Durations;
import dev.parley.report.Outcome;
import dev.parley.wire.Ending;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a conversation went, as one of its sides saw it. */
public sealed interface ConversationOutcome extends Outcome {
    /**
     * All was said and heard.
     *
     * @param records how many the peer said
     */
    record Passed(Side side, String peer, long records, Duration took) implements ConversationOutcome {
        @Override
        public boolean passed() {
            return true;
        }

        @Override
        public String summary() {
            return side + ": " + peer + ": " + records + " records heard in " + Durations.print(took);
        }

        @Override
        public JsonObject details() {
            return new JsonObject().put("records", records);
        }
    }

    /**
     * Something else came than was expected, or nothing.
     *
     * @param at the step that failed
     * @param expected what was expected there
     * @param got what came instead, and what ended the waiting
     * @param ending how the connection ended, or the waiting; empty when it had not
     * @param took since the step began
     */
    record Failed(
            Side side,
            String peer,
            Spot at,
            String expected,
            String got,
            Optional<Ending> ending,
            Duration took,
            Evidence evidence)
            implements ConversationOutcome {
        @Override
        public boolean passed() {
            return false;
        }

        @Override
        public String summary() {
            return side + ": " + peer + ": " + at + ": expected " + expected + ", got " + got;
        }

        /** The summary, and below it what it can be understood from. */
        @Override
        public List<String> report() {
            List<String> lines = new ArrayList<>(List.of(summary()));
            if (!evidence.transcript().isEmpty() || evidence.got().isPresent()) {
                lines.addAll(evidence.lines(end()));
            }
            return lines;
        }

        @Override
        public ConversationOutcome brief() {
            return new Failed(side, peer, at, expected, got, ending, took, Evidence.NONE);
        }

        private String end() {
            return ending.map(Ending::toString).orElse("open");
        }

        @Override
        public JsonObject details() {
            JsonObject json = new JsonObject();
            at.addTo(json);
            json.put("expected", expected).put("got", got).put("ending", end());
            evidence.addTo(json);
            return json;
        }
    }

    /**
     * There was no connection to talk on.
     *
     * @param why in words, naming the address
     */
    record Unconnected(Side side, String peer, String why, Duration took) implements ConversationOutcome {
        @Override
        public boolean passed() {
            return false;
        }

        @Override
        public String summary() {
            return side + ": " + why;
        }

        @Override
        public JsonObject details() {
            return new JsonObject().put("got", why);
        }
    }

    Side side();

    String peer();

    @Override
    default String name() {
        return side() + " with " + peer();
    }

    /** The same without its evidence, which can be long. */
    default ConversationOutcome brief() {
        return this;
    }

    /** What only this kind of outcome has to tell. */
    JsonObject details();

    @Override
    default JsonObject toJson() {
        return new JsonObject()
                .put("passed", passed())
                .put("summary", summary())
                .put("side", side().toString())
                .put("peer", peer())
                .mergeIn(details())
                .put("tookMillis", took().toMillis());
    }
}
