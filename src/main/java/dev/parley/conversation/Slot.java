package dev.parley.conversation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the conversation itself puts in braces in a template. */
public enum Slot {
    /** The record that is answered. */
    RECORD,
    /** The peer's address and port. */
    PEER,
    /** The number of the connection, counted from 1 over all instances of a deployment. */
    CONNECTION,
    /** The number of the record on its connection, counted from 1. */
    COUNT;

    /** What a server's greeting can have in it. */
    public static final Set<Slot> OF_GREETING = EnumSet.of(PEER, CONNECTION);

    /** What a server's answer, or a script's line, can have in it. */
    public static final Set<Slot> OF_REPLY = EnumSet.allOf(Slot.class);

    /** As it is written between the braces. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
