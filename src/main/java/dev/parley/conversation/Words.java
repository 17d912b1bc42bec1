package dev.parley.conversation;

import dev.parley.wire.Out;

/** What the slots of a template stand for at one moment of a conversation. */
public interface Words {
    void append(Slot slot, Out out);
}
