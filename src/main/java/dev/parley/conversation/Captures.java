package dev.parley.conversation;

import com.google.re2j.Matcher;
import dev.parley.wire.Out;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the groups of the last pattern that matched have caught; of one conversation. */
public final class Captures {
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

    /** Binds the named groups of the match, for as long as the conversation lasts. */
    public void bind(Match match, Map<String, byte[]> names) {
        for (String group : match.groups()) {
            String text = caught.group(group);
            names.put(group, text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
