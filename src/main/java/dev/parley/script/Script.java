package dev.parley.script;

import dev.parley.config.Value;
import dev.parley.conversation.Conversation;
import dev.parley.conversation.Play;
import dev.parley.conversation.Setting;
import dev.parley.wire.Limits;
import dev.parley.wire.Tail;
import dev.parley.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A play for two: each side says its own lines, and expects those of the other and nothing more.
 *
 * @param patience how long to wait for each step of the other side
 * @param explains whether a failure is worth more than a line
 */
public record Script(List<Step> steps, Duration patience, boolean explains) implements Play {
    public Script {
        steps = List.copyOf(steps);
    }

    /** Reads a list of steps. */
    public static Script read(Value value, Duration patience, Limits limits, Map<String, String> vars) {
        return new Script(new Steps(limits.pattern(), vars).read(value), patience, true);
    }

    @Override
    public Conversation begin(Wire wire, Setting setting) {
        ScriptConversation conversation = new ScriptConversation(this, wire, setting);
        conversation.begin();
        return conversation;
    }

    /** Half a record is not the one that a script has. */
    @Override
    public Tail tail() {
        return Tail.FRAGMENT;
    }

    @Override
    public boolean random() {
        return steps.stream().anyMatch(Step::random);
    }

    @Override
    public int connections() {
        return steps.stream().mapToInt(Step::connections).max().orElse(1);
    }
}
