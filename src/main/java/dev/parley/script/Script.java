package dev.parley.script;

import dev.parley.config.Value;
import dev.parley.conversation.Conversation;
import dev.parley.conversation.Play;
import dev.parley.conversation.Setting;
import dev.parley.wire.Tail;
import dev.parley.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A play for two: each side says its own lines, and expects those of the other and nothing more. Immutable. */
public final class Script implements Play {
    private final List<Step> steps;
    private final Duration patience;
    private final boolean explains;

    /**
     * @param patience how long to wait for each step of the other side
     * @param explains whether a failure is worth more than a line
     */
    Script(List<Step> steps, Duration patience, boolean explains) {
        this.steps = List.copyOf(steps);
        this.patience = patience;
        this.explains = explains;
    }

    /** Reads a list of steps. */
    static Script read(Value value, Duration patience, Carrier carrier, Map<String, String> vars) {
        return new Script(new Steps(carrier, vars).read(value), patience, true);
    }

    @Override
    public Conversation begin(Wire wire, Setting setting) {
        ScriptConversation conversation = new ScriptConversation(this, wire, setting);
        conversation.begin();
        return conversation;
    }

    List<Step> steps() {
        return steps;
    }

    Duration patience() {
        return patience;
    }

    @Override
    public boolean explains() {
        return explains;
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
