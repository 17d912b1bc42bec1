package dev.parley.client;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.conversation.Slot;
import dev.parley.conversation.Step;
import dev.parley.conversation.Step.Line;
import dev.parley.conversation.Template;
import dev.parley.report.Printable;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code client} of a configuration.
 *
 * @param steps what to say and to hear, in order
 * @param patience how long to wait for each record, and for the peer's end
 * @param connectTimeout for the look-up of the name, and for each of its addresses
 * @param retries how many more times to try all addresses
 * @param backoff the wait before the first retry; it doubles with each
 */
public record ClientConfig(
        String host,
        int port,
        Framing framing,
        Limits limits,
        List<Step> steps,
        Duration patience,
        Duration connectTimeout,
        int retries,
        Duration backoff) {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    public static ClientConfig read(Section section) {
        Limits limits = Limits.ofClient(section.get("limits"));
        Duration patience = section.duration("patience", FIVE_SECONDS, MOMENT);
        return new ClientConfig(
                section.host("host", "127.0.0.1"),
                section.integer("port", 9999, 1, 65535, "a port"),
                Framing.read(section.get("framing"), limits),
                limits,
                steps(section, patience),
                patience,
                section.duration("connectTimeout", FIVE_SECONDS, MOMENT, Duration.ofHours(24)),
                section.integer("retries", 0, 0, 1000, "a number of retries"),
                section.duration("backoff", Duration.ofMillis(200), MOMENT));
    }

    private static List<Step> steps(Section section, Duration patience) {
        Value greeting = section.get("greeting");
        Value expect = section.get("expect");
        Value farewell = section.get("farewell");
        Duration pause = section.duration("pause", Duration.ZERO, Duration.ZERO);
        List<String> names = names(section.get("names"));

        List<Step> steps = new ArrayList<>();
        if (!greeting.off()) {
            Optional<Line> expected = greeting.absent() ? Optional.empty() : Optional.of(new Line(greeting.bytes()));
            steps.add(new Step.Hear("greeting", expected, patience));
        }
        boolean compares = !expect.absent() && !expect.off();
        Optional<Template> answer =
                compares ? Optional.of(Template.read(expect, EnumSet.of(Slot.NAME))) : Optional.empty();
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                steps.add(new Step.Pause(pause));
            }
            byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
            steps.add(new Step.Say(new Line(name)));
            steps.add(new Step.Hear(
                    "answer to " + Printable.quoted(name),
                    answer.map(template -> new Line(template.with((slot, out) -> out.append(name)))),
                    patience));
        }
        if (farewell.off()) {
            steps.add(new Step.End());
        } else {
            byte[] bytes = farewell.absent() ? "exit".getBytes(StandardCharsets.UTF_8) : farewell.bytes();
            steps.add(new Step.Say(new Line(bytes)));
        }
        steps.add(new Step.AwaitEnd(compares, patience));
        return List.copyOf(steps);
    }

    private static List<String> names(Value value) {
        if (value.absent()) {
            return List.of("Michael", "Tracy", "Sarah");
        }
        return value.list("a list of names").stream()
                .map(name -> name.text("a name as text"))
                .toList();
    }
}
