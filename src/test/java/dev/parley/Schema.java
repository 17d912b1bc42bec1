package dev.parley;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the JSON Schema makes of a configuration. */
final class Schema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode ROOT = load();
    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(ROOT);

    private Schema() {}

    private static JsonNode load() {
        try (InputStream in = Schema.class.getResourceAsStream("/parley.schema.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode root() {
        return ROOT;
    }

    static List<String> complaints(String json) {
        return VALIDATOR.validate(parse(json)).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The keys of a section, nested ones with a dot, and their defaults; missing where there is none. */
    static Map<String, JsonNode> keys(String section) {
        Map<String, JsonNode> keys = new TreeMap<>();
        collect(ROOT.at("/$defs/" + section), "", keys);
        return keys;
    }

    private static void collect(JsonNode object, String prefix, Map<String, JsonNode> keys) {
        object.path("properties").fields().forEachRemaining(property -> {
            JsonNode target = resolved(property.getValue());
            JsonNode own = property.getValue().path("default");
            keys.put(prefix + property.getKey(), own.isMissingNode() ? target.path("default") : own);
            collect(target, prefix + property.getKey() + ".", keys);
        });
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? ROOT.at(node.get("$ref").textValue().substring(1)) : node;
    }
}
