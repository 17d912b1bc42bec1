package dev.parley.conversation;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.time.Duration;
import java.util.List;

/**
 * A question to somebody on the event bus, whose answer is said.
 *
 * @param address where to ask
 * @param within how long to wait for the answer
 * @param orElse what is said when nobody answers in time, or fails; may be nothing
 */
public record Ask(String address, Duration within, List<Phrase> orElse) implements Phrase {
    private static final Duration SECOND = Duration.ofSeconds(1);

    static Ask read(Value value, Scope scope) {
        return value.section(
                "{\"ask\": \"address\", \"within\": …, \"else\": …}",
                section -> read(section, scope),
                () -> new Ask("", SECOND, List.of()));
    }

    private static Ask read(Section section, Scope scope) {
        Value address = section.get("ask");
        Value otherwise = section.get("else");
        String text = address.text("an address of the event bus");
        if (address.isText() && text.isBlank()) {
            address.problem("an address of the event bus");
        }
        return new Ask(
                text,
                section.duration("within", SECOND, Duration.ofMillis(1), Duration.ofHours(1)),
                otherwise.absent() ? List.of() : Phrase.read(otherwise, scope));
    }

    @Override
    public Duration takes() {
        return within;
    }

    @Override
    public boolean say(Speaker speaker) {
        return speaker.ask(this);
    }
}
