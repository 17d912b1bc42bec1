package dev.parley.conversation;

import java.time.Duration;
import java.util.Optional;

/**
 * What to do about a record.
 *
 * @param on the records it is for
 * @param after how long to wait before the answer
 * @param say the answer, if there is one
 * @param then what comes after the answer
 */
public record Rule(Match on, Duration after, Optional<Template> say, Then then) {
    /** What comes after an answer. */
    public enum Then {
        STAY,
        CLOSE
    }

    /** Whether it only ends the conversation, so that its record is a farewell and is not counted. */
    boolean farewell() {
        return then == Then.CLOSE && say.isEmpty();
    }
}
