package dev.parley.script;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.conversation.Delay;
import dev.parley.conversation.Delivery;
import dev.parley.conversation.Farewell;
import dev.parley.conversation.Match;
import dev.parley.conversation.Scope;
import dev.parley.conversation.Side;
import dev.parley.conversation.Spot;
import dev.parley.conversation.Template;
import dev.parley.report.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client's names, which are short for a script: a greeting, each name and its answer, and a farewell. */
public final class Names {
    private static final String[] ALL = {"Michael", "Tracy", "Sarah"};

    private Names() {}

    /** @param section with {@code greeting names expect pause farewell} */
    public static Script read(Section section, Duration patience, Map<String, String> vars) {
        Value greeting = section.get("greeting");
        Value expect = section.get("expect");
        Optional<byte[]> farewell = Farewell.read(section.get("farewell"));
        Duration pause = section.duration("pause", Duration.ZERO, Duration.ZERO);
        List<String> names = names(section.get("names"));
        boolean compares = !expect.absent() && !expect.off();
        Optional<Template> answer = compares
                ? Optional.of(Template.read(expect, new Scope(Set.of(), Set.of("name"), vars)))
                : Optional.empty();

        List<Step> steps = new ArrayList<>();
        if (!greeting.off()) {
            Optional<Template> expected =
                    greeting.absent() ? Optional.empty() : Optional.of(Template.of(greeting.bytes()));
            steps.add(heard(Spot.named("greeting"), expected));
        }
        for (int i = 0; i < names.size(); i++) {
            byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
            Spot spot = Spot.named("answer to " + Printable.quoted(name));
            if (i > 0) {
                steps.add(new Step.Pause(spot, Side.CLIENT, pause));
            }
            steps.add(said(spot, name));
            steps.add(heard(spot, answer.map(template -> Template.of(template.naming(name)))));
        }
        Spot end = Spot.named("the end");
        steps.add(farewell.map(bytes -> said(end, bytes)).orElseGet(() -> new Step.End(end, Side.CLIENT)));
        steps.add(compares ? new Step.Close(end, Side.SERVER) : new Step.HearOut(end));
        return new Script(steps, patience, false);
    }

    private static List<String> names(Value value) {
        if (value.absent()) {
            return List.of(ALL);
        }
        return value.list("a list of names").stream()
                .map(name -> name.text("a name as text"))
                .toList();
    }

    private static Step said(Spot spot, byte[] bytes) {
        return line(spot, Side.CLIENT, Template.of(bytes), Optional.empty());
    }

    private static Step heard(Spot spot, Optional<Template> expected) {
        return expected.map(template -> line(spot, Side.SERVER, template, Optional.empty()))
                .orElseGet(() -> line(spot, Side.SERVER, Template.of(new byte[0]), Optional.of(Match.ANY)));
    }

    private static Step line(Spot spot, Side by, Template said, Optional<Match> pattern) {
        return new Step.Line(
                spot,
                by,
                List.of(said),
                pattern,
                Delay.NONE,
                Optional.empty(),
                Step.Line.Presence.REQUIRED,
                Delivery.WHOLE);
    }
}
