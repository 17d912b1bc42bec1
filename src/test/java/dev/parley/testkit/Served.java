package dev.parley.testkit;

import dev.parley.report.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * A deployed server.
 *
 * @param outcome of all its conversations, when it has stopped
 */
public record Served(Stage stage, String id, int port, Future<Outcome> outcome) {
    public Peer peer() throws IOException {
        return Peer.connect(port);
    }

    public JsonObject stats() throws Exception {
        return stage.stats(id);
    }

    /** How many connections are open. */
    public int open() throws Exception {
        return stats().getJsonObject("connections").getInteger("open");
    }

    /** How many bytes it has read. */
    public long bytesIn() throws Exception {
        return stats().getJsonObject("bytes").getLong("in");
    }

    /** Begins to stop it. */
    public Future<Void> stops() {
        return stage.vertx().undeploy(id);
    }

    public void stop() throws Exception {
        Stage.await(stops());
    }
}
