package dev.parley.conversation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Asks on the event bus. The answer is text, a buffer, {@code {"hex": …}} or {@code {"base64": …}}; a list of those for
 * several records; or null for none.
 */
public record BusAsker(Vertx vertx) implements Asker {
    @Override
    public Future<List<byte[]>> ask(String address, JsonObject question, Duration within) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(within.toMillis());
        return vertx.eventBus()
                .request(address, question, options)
                .map(answer -> records(answer.body()))
                .recover(cause -> Future.failedFuture(why(cause)));
    }

    private static List<byte[]> records(Object body) {
        if (body == null) {
            return List.of();
        }
        return body instanceof JsonArray several
                ? several.stream().map(BusAsker::record).toList()
                : List.of(record(body));
    }

    private static byte[] record(Object one) {
        if (one instanceof CharSequence text) {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (one instanceof Buffer buffer) {
            return buffer.getBytes();
        }
        if (one instanceof JsonObject json && json.getValue("hex") instanceof String hex) {
            return HexFormat.of().parseHex(hex);
        }
        if (one instanceof JsonObject json && json.getValue("base64") instanceof String base64) {
            return Base64.getDecoder().decode(base64);
        }
        throw new IllegalArgumentException("an answer that is neither text nor bytes");
    }

    private static String why(Throwable cause) {
        if (!(cause instanceof ReplyException reply)) {
            return cause.getMessage();
        }
        return switch (reply.failureType()) {
            case TIMEOUT -> "no answer in time";
            case NO_HANDLERS -> "nobody is at that address";
            default -> "a failure: " + reply.getMessage();
        };
    }
}
