package dev.parley.script;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.conversation.Captures;
import dev.parley.conversation.Delay;
import dev.parley.conversation.Delivery;
import dev.parley.conversation.Match;
import dev.parley.conversation.Phrase;
import dev.parley.conversation.Scope;
import dev.parley.conversation.Side;
import dev.parley.conversation.Slot;
import dev.parley.conversation.Spot;
import dev.parley.conversation.Template;
import dev.parley.wire.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the steps of a script, and tells of those that nothing can get to. */
final class Steps {
    private static final String[] KINDS = {
        "server", "client", "pause", "quiet", "end", "close", "reset", "each", "repeat", "connection"
    };

    private static final String WISH = "a step: an object with one of \"" + String.join("\", \"", KINDS) + "\"";

    private final Carrier carrier;
    /** What has been bound so far, in the order of the script. */
    private Scope scope;
    /** What is bound by an {@code each} around the step that is read. */
    private Set<String> around = Set.of();
    /** Who has ended his side. */
    private Set<Side> ended = Set.of();

    Steps(Carrier carrier, Map<String, String> vars) {
        this.carrier = carrier;
        this.scope = Scope.of(Slot.OF_REPLY, vars);
    }

    List<Step> read(Value value) {
        List<Step> steps = new ArrayList<>();
        List<Value> values = value.list("a list of steps");
        if (value.isList() && values.isEmpty()) {
            value.complain("expected at least one step, got none");
        }
        for (Value each : values) {
            Step step = each.section(WISH, section -> read(each, section), () -> null);
            if (step == null) {
                continue;
            }
            if (!steps.isEmpty() && steps.get(steps.size() - 1).last()) {
                each.complain("can never be reached, since the step before it ends the conversation");
                break;
            }
            steps.add(step);
        }
        return steps;
    }

    private Step read(Value whole, Section section) {
        Map<String, Value> kinds = section.only(KINDS);
        Spot spot = Spot.of(whole);
        if (kinds.containsKey("server") && kinds.containsKey("client")) {
            whole.complain("expected one speaker in a line, got \"server\" and \"client\"");
            return skip(section);
        }
        if (kinds.size() != 1) {
            skip(section);
            if (!kinds.isEmpty() || !section.strangers()) {
                whole.problem(WISH);
            }
            return null;
        }
        String kind = kinds.keySet().iterator().next();
        Value value = kinds.get(kind);
        return switch (kind) {
            case "server" -> line(spot, Side.SERVER, value, section);
            case "client" -> line(spot, Side.CLIENT, value, section);
            case "pause" -> new Step.Pause(spot, side(section.get("by")), value.duration(Duration.ZERO));
            case "quiet" -> new Step.Quiet(spot, side(value), section.get("for").duration(Duration.ofMillis(1)));
            case "end" -> end(spot, value);
            case "close" -> new Step.Close(spot, side(value));
            case "reset" -> new Step.Reset(spot, side(value));
            case "each" -> each(spot, value, section.get("do"));
            case "repeat" ->
                new Step.Repeat(
                        spot,
                        value.integer(1, 1_000_000, "a number of rounds from 1 to 1000000"),
                        block(section.get("do")));
            default ->
                new Step.OnConnection(
                        spot, value.integer(1, 1_000_000, "a connection's number"), onConnection(section.get("do")));
        };
    }

    /** So that its other keys are not unknown as well. */
    private static Step skip(Section section) {
        section.only("after", "within", "optional", "delivery", "by", "for", "do");
        return null;
    }

    private Step line(Spot spot, Side by, Value value, Section section) {
        Value optional = section.get("optional");
        Value within = section.get("within");
        Delivery delivery = Delivery.read(section.get("delivery"));
        Value say = value;
        Optional<Match> pattern = Optional.empty();
        if (value.has("pattern")) {
            List<Value> said = new ArrayList<>();
            pattern = value.section(
                    "{\"pattern\": …, \"say\": …}",
                    inner -> {
                        said.add(inner.get("say"));
                        return Optional.of(Match.pattern(
                                inner.get("pattern"),
                                inner.get("ignoreCase"),
                                carrier.limits().pattern()));
                    },
                    Optional::empty);
            say = said.get(0);
        }
        talking(by, value);
        List<Phrase> phrases = Phrase.read(say, scope);
        check(say, phrases, pattern, delivery);
        carrier.check(say, by, phrases);
        pattern.ifPresent(match -> bind(match, value.member("pattern")));
        boolean mayBeMissing = !optional.absent() && optional.truth();
        if (mayBeMissing && delivery.ends()) {
            optional.complain("expected \"optional\" or a \"delivery\" that is cut, got both");
        }
        return new Step.Line(
                spot,
                by,
                phrases,
                pattern,
                Delay.read(section.get("after")),
                within.absent() ? Optional.empty() : Optional.of(within.duration(Duration.ofMillis(1))),
                mayBeMissing ? Step.Line.Presence.OPTIONAL : Step.Line.Presence.REQUIRED,
                delivery);
    }

    private static void check(Value say, List<Phrase> phrases, Optional<Match> pattern, Delivery delivery) {
        if (phrases.isEmpty()) {
            say.complain("expected at least one record, got none");
        }
        if (phrases.size() > 1 && (pattern.isPresent() || delivery.ends())) {
            say.complain("expected one record with a pattern or a cut, got " + phrases.size());
            return;
        }
        boolean known = pattern.isEmpty() && phrases.stream().allMatch(Template.class::isInstance);
        if (delivery.ends() && !known) {
            say.complain("expected text or bytes to be cut, got something that is not known before");
        }
        for (Phrase phrase : phrases) {
            if (pattern.isPresent() && !say.absent() && phrase instanceof Template template && template.fixed()) {
                byte[] said = template.with((slot, out) -> {});
                if (!pattern.get().matches(new Span(said), new Captures())) {
                    say.problem("text that its own pattern matches");
                }
            }
        }
    }

    private void bind(Match match, Value pattern) {
        match.groups().stream()
                .filter(around::contains)
                .sorted()
                .forEach(group ->
                        pattern.complain("expected groups that no \"each\" around them binds, got {" + group + "}"));
        scope = scope.with(match.groups());
    }

    private Step end(Spot spot, Value value) {
        Side by = talking(side(value), value);
        ended = ended.isEmpty() ? Set.of(by) : Set.of(Side.values());
        return new Step.End(spot, by);
    }

    private Side talking(Side by, Value value) {
        if (ended.contains(by)) {
            value.complain("expected nothing more of the " + by + ", whose side has ended before");
        }
        return by;
    }

    private static Side side(Value value) {
        String word = value.word("\"server\" or \"client\"", "server", "client");
        return Side.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Step each(Spot spot, Value value, Value inner) {
        Map<String, List<byte[]>> names = new LinkedHashMap<>();
        value.section(
                "an object of lists: {\"name\": [\"Ada\", …]}",
                section -> {
                    for (String name : section.keys()) {
                        Value texts = section.get(name);
                        if (around.contains(name)) {
                            texts.complain("expected a name that no \"each\" around it binds, got it a second time");
                        }
                        names.put(name, texts(name, texts));
                    }
                    return names;
                },
                () -> names);
        if (value.isObject() && names.isEmpty()) {
            value.complain("expected a name and its texts, got none");
        }
        if (names.values().stream().mapToInt(List::size).distinct().count() > 1) {
            value.complain("expected as many texts of each name, got " + counts(names));
        }
        Scope outer = scope;
        scope = scope.with(names.keySet());
        Set<String> further = around;
        around = Stream.concat(further.stream(), names.keySet().stream()).collect(Collectors.toUnmodifiableSet());
        List<Step> steps = block(inner);
        around = further;
        Set<String> still = new LinkedHashSet<>(scope.names());
        still.removeAll(names.keySet());
        scope = outer.with(still);
        return names.isEmpty() ? null : new Step.Each(spot, names, steps);
    }

    private static String counts(Map<String, List<byte[]>> names) {
        return names.entrySet().stream()
                .map(name -> name.getValue().size() + " of " + name.getKey())
                .collect(Collectors.joining(", "));
    }

    private List<byte[]> texts(String name, Value value) {
        if (!Scope.bindable(name)) {
            value.complain("expected a name of letters, digits and _ that is no placeholder already");
        }
        List<byte[]> texts = value.list("a list of texts").stream()
                .map(text -> text.text("text").getBytes(StandardCharsets.UTF_8))
                .toList();
        if (value.isList() && texts.isEmpty()) {
            value.complain("expected at least one text, got none");
        }
        return texts;
    }

    /** Steps that are done more than once: whoever has ended in the first round cannot speak in the second. */
    private List<Step> block(Value inner) {
        Set<Side> before = ended;
        List<Step> steps = read(inner);
        if (!ended.equals(before)
                || !steps.isEmpty() && steps.get(steps.size() - 1).last()) {
            inner.complain("expected steps that can be repeated, got an end among them");
        }
        return steps;
    }

    /** What happens on one connection alone does not happen on the others. */
    private List<Step> onConnection(Value inner) {
        Set<Side> before = ended;
        List<Step> steps = read(inner);
        ended = before;
        return steps;
    }
}
