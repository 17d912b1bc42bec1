package dev.parley.conversation;

import com.google.re2j.Matcher;
import dev.parley.wire.Out;

/** What the groups of the last pattern that matched have caught; of one conversation. */
final class Captures {
    private Matcher caught;

    void caught(Matcher matcher) {
        caught = matcher;
    }

    /** Appends what the group {@code name} caught: nothing if it took no part in the match. */
    void append(String name, Out out) {
        String text = caught.group(name);
        if (text != null) {
            out.append(text);
        }
    }
}
