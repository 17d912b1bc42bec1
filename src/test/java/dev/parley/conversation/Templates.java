package dev.parley.conversation;

import dev.parley.config.Document;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Templates as a configuration would make them. */
final class Templates {
    private Templates() {}

    static Template of(String text) {
        Document document = Document.of(new JsonObject().put("text", text));
        Template template = Template.read(document.root().get("text"), Scope.of(Slot.OF_REPLY, Map.of()));
        document.check();
        return template;
    }
}
