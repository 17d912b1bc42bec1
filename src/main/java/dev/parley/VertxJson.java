package dev.parley;

import dev.parley.config.Document;
import dev.parley.config.Section;
import dev.parley.config.Value;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vert.x's own options as JSON. Vert.x passes over what it does not know, and over what it cannot use; here that is
 * refused, at the top of the object: of what lies deeper nobody tells all the keys.
 */
final class VertxJson {
    private static final int MOST_EVENT_LOOPS = 1024;

    private static final Pattern NO_SUCH_WORD = Pattern.compile("No enum constant .*\\.(.*)");

    private VertxJson() {}

    static void checkOptions(String json, String option) {
        JsonObject known = new VertxOptions().toJson();
        known.remove("eventLoopPoolSize"); // which are all made at once, so that too many do not fit in memory
        Document document = Configuration.document(json, option);
        Section root = document.root();
        root.only("tracingOptions"); // which has no default to be known by
        root.integer("eventLoopPoolSize", 1, 1, MOST_EVENT_LOOPS, "a number of event loops");
        check(document, root, known, option, VertxOptions::new);
    }

    static void checkDeployment(String json, String option, Consumer<DeploymentOptions> use) {
        JsonObject known = new DeploymentOptions().toJson();
        Document document = Configuration.document(json, option);
        Section root = document.root();
        root.only("workerPoolName"); // which has no default to be known by
        root.only("config")
                .values()
                .forEach(config -> config.complain("expected the configuration in -conf, got it here"));
        check(document, root, known, option, options -> use.accept(new DeploymentOptions(options)));
    }

    private static void check(
            Document document, Section root, JsonObject known, String option, Consumer<JsonObject> use) {
        root.only(known.fieldNames().toArray(String[]::new))
                .forEach((key, value) -> checkKind(value, known.getValue(key)));
        root.refuseOthers();
        document.check();
        try {
            use.accept(document.json());
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new UsageException(option + ": " + words(e.getMessage(), document.json(), known));
        }
    }

    /** A value has to be of the same kind as its default. */
    private static void checkKind(Value value, Object otherwise) {
        if (otherwise instanceof Integer) {
            value.integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "a whole number");
        } else if (otherwise instanceof Number && !value.isNumber()) {
            value.problem("a number");
        } else if (otherwise instanceof Boolean) {
            value.truth();
        } else if (otherwise instanceof String) {
            value.text("text");
        } else if (otherwise instanceof JsonObject) {
            value.object("an object");
        }
    }

    /** Vert.x's own words, but for those that Java says of a word that is none of its constants. */
    private static String words(String message, JsonObject json, JsonObject known) {
        Matcher wrong = NO_SUCH_WORD.matcher(message);
        if (!wrong.matches()) {
            return message;
        }
        String word = wrong.group(1);
        return json.fieldNames().stream()
                .filter(key -> word.equals(json.getValue(key)))
                .findFirst()
                .map(key -> key + ": expected a word such as " + known.getValue(key) + ", got " + word)
                .orElse("expected another word, got " + word);
    }
}
