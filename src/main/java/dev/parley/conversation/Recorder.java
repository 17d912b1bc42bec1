package dev.parley.conversation;

import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** Wants to know what is said on each connection. */
public interface Recorder {
    /** Takes nothing down: what is said is in the outcomes, as far as it matters. */
    Recorder NONE = new Recorder() {
        @Override
        public Consumer<JsonObject> begin(long number) {
            return line -> {};
        }

        @Override
        public void ended(long number, ConversationOutcome how) {}
    };

    /**
     * A connection has come.
     *
     * @param number of the connection, counted from 1
     * @return takes what is said on it, as the steps of a script, on the connection's event loop
     */
    Consumer<JsonObject> begin(long number);

    /** How a conversation went, after its last step was handed over; on the connection's event loop as well. */
    void ended(long number, ConversationOutcome how);
}
