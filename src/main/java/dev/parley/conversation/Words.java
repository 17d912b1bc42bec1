package dev.parley.conversation;

import dev.parley.wire.Out;

/** What the slots of a template stand for at one moment of a conversation. */
public interface Words {
    void append(Slot slot, Out out);

    /** Appends what a group of the pattern that matched has caught. */
    default void appendGroup(String name, Out out) {
        throw new IllegalArgumentException("no pattern here, but a group: " + name);
    }
}
