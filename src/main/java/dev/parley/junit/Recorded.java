package dev.parley.junit;

import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Side;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What was said on one connection.
 *
 * @param lines the steps of a script, in order: {@code {"client": "Ada"}}, {@code {"close": "server"}}
 * @param outcome how it went
 */
public record Recorded(List<JsonObject> lines, ConversationOutcome outcome) {
    public Recorded {
        lines = List.copyOf(lines);
    }

    /** What the client said, record by record; what is no text in hex digits. */
    public List<String> client() {
        return of(Side.CLIENT);
    }

    /** What the server said, record by record; what is no text in hex digits. */
    public List<String> server() {
        return of(Side.SERVER);
    }

    private List<String> of(Side side) {
        String key = side.toString();
        return lines.stream()
                .filter(line -> line.containsKey(key))
                .map(line -> line.getValue(key))
                .map(said -> said instanceof JsonObject bytes ? bytes.getString("hex") : unescaped((String) said))
                .toList();
    }

    /** A script writes the literal {@code {name}} with one brace more. */
    private static String unescaped(String text) {
        return text.replaceAll("\\{\\{(?=[A-Za-z][A-Za-z0-9_.]*\\})", "{");
    }

    /** The whole as a script that can be played. */
    public JsonObject script() {
        return new JsonObject().put("script", new JsonArray(lines));
    }
}
