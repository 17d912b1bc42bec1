package dev.parley.conversation;

import dev.parley.wire.Out;

/** What the placeholders of a template stand for at one moment of a conversation. */
public interface Words {
    void append(Slot slot, Out out);

    /** Appends what is bound to a name: by a pattern's group, or by an {@code each}. */
    default void append(String name, Out out) {
        throw new IllegalArgumentException("nothing is bound here, so not {" + name + "}");
    }
}
