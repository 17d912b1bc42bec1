package dev.parley.conversation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Puts a question to somebody outside the conversation. */
public interface Asker {
    /** @return the records to say, on the caller's event loop; or one line of why there are none */
    Future<List<byte[]>> ask(String address, JsonObject question, Duration within);

    /** What is told of a record and its connection. */
    static JsonObject question(byte[] record, String peer, long connection, long count) {
        return new JsonObject()
                .put("record", new String(record, StandardCharsets.UTF_8))
                .put("hex", HexFormat.of().formatHex(record))
                .put("peer", peer)
                .put("connection", connection)
                .put("count", count);
    }

    /** Where nobody can be asked. */
    static Asker nobody() {
        return (address, question, within) -> Future.failedFuture("nobody can be asked here");
    }
}
