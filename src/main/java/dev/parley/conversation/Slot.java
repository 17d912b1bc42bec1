package dev.parley.conversation;

import java.util.Locale;

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

    /** As it is written between the braces. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
