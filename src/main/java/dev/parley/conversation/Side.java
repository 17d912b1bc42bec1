package dev.parley.conversation;

import java.util.Locale;

/** One of the two who talk. */
public enum Side {
    SERVER,
    CLIENT;

    public Side other() {
        return this == SERVER ? CLIENT : SERVER;
    }

    /** As a script writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
