package dev.parley.script;

import dev.parley.config.Document;
import dev.parley.conversation.Asker;
import dev.parley.conversation.Conversation;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Setting;
import dev.parley.conversation.Side;
import dev.parley.testkit.FakeWire;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/** One side of a script on a wire without a socket. */
final class Scripted {
    final FakeWire wire = new FakeWire();
    final Conversation conversation;

    Scripted(Side side, String steps) {
        this(side, 1, Asker.nobody(), steps);
    }

    Scripted(Side side, long number, Asker asker, String steps) {
        conversation = script(steps).begin(wire, new Setting(side, number, 1, Observer.NONE, asker));
    }

    /** Reads steps in lines, with a patience of 5 seconds and a text {@code vars.who}. */
    static Script script(String steps) {
        return script(steps, Side.SERVER, Framing.LINE);
    }

    static Script script(String steps, Side side, Framing framing) {
        Document document = Document.of(new JsonObject("{\"script\": " + steps.replace('\'', '"') + "}"));
        Script script = Script.read(
                document.root().get("script"),
                Duration.ofSeconds(5),
                new Carrier(side, framing, Limits.DEFAULT),
                Map.of("who", "Ada"));
        document.check();
        return script;
    }

    void pass(String duration) {
        wire.time.pass(Duration.parse("PT" + duration));
    }

    ConversationOutcome outcome() {
        return conversation.outcome().result();
    }

    boolean decided() {
        return conversation.outcome().isComplete();
    }
}
