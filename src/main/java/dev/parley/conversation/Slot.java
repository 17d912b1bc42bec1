package dev.parley.conversation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can stand in braces in a template. */
public enum Slot {
    /** The record that is answered. */
    RECORD,
    /** The peer's address and port. */
    PEER,
    /** The number of the connection, counted from 1 over all instances of a deployment. */
    CONNECTION,
    /** The number of the record on its connection, counted from 1. */
    COUNT,
    /** The name that the client is at. */
    NAME;

    /** What a server's greeting can have in it. */
    public static final Set<Slot> OF_GREETING = EnumSet.of(PEER, CONNECTION);

    /** What a server's answer can have in it. */
    public static final Set<Slot> OF_REPLY = EnumSet.of(RECORD, PEER, CONNECTION, COUNT);

    /** As it is written between the braces. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
