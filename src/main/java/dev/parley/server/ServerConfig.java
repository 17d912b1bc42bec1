package dev.parley.server;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.conversation.Match;
import dev.parley.conversation.Play;
import dev.parley.conversation.Rule;
import dev.parley.conversation.Slot;
import dev.parley.conversation.Template;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code server} of a configuration.
 *
 * @param host the address or name to bind
 * @param port 0 takes a free one, the same for all instances of a deployment
 * @param backlog how many connections may wait to be accepted
 * @param drain how long a stop may take to answer what was read
 * @param linger how long to wait for the peer's end after our own
 */
public record ServerConfig(
        String host,
        int port,
        int backlog,
        Framing framing,
        Limits limits,
        Play play,
        Duration drain,
        Duration linger,
        ServerLog log) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The launcher ends the process two minutes after a signal, come what may. */
    private static final Duration MOST_DRAIN = Duration.ofSeconds(110);

    private static final Set<Slot> GREETING = EnumSet.of(Slot.PEER, Slot.CONNECTION);
    private static final Set<Slot> REPLY = EnumSet.of(Slot.RECORD, Slot.PEER, Slot.CONNECTION, Slot.COUNT);

    public static ServerConfig read(Section section) {
        Limits limits = Limits.read(section.get("limits"));
        return new ServerConfig(
                section.host("host", "127.0.0.1"),
                section.integer("port", 9999, 0, 65535, "a port"),
                section.integer("backlog", 1024, 1, 65535, "a backlog"),
                Framing.read(section.get("framing"), limits),
                limits,
                play(section),
                section.duration("drain", SECOND.multipliedBy(10), Duration.ZERO, MOST_DRAIN),
                section.duration("linger", SECOND.multipliedBy(2), Duration.ZERO),
                ServerLog.read(section.get("log")));
    }

    /** Greeting, delay, reply and farewell are a shorthand for a greeting and two rules. */
    private static Play play(Section section) {
        Optional<Template> greeting = template(section.get("greeting"), "Welcome!", GREETING);
        Value delay = section.get("delay");
        Duration after = delay.absent() ? SECOND : delay.off() ? Duration.ZERO : delay.duration(Duration.ZERO);
        Optional<Template> reply = template(section.get("reply"), "Hello, {record}!", REPLY);
        List<Rule> rules = new ArrayList<>();
        Value farewell = section.get("farewell");
        if (!farewell.off()) {
            byte[] bytes = farewell.absent() ? "exit".getBytes(StandardCharsets.UTF_8) : farewell.bytes();
            rules.add(new Rule(Match.exactly(bytes), Duration.ZERO, Optional.empty(), Rule.Then.CLOSE));
        }
        rules.add(new Rule(Match.ANY, after, reply, Rule.Then.STAY));
        return new Play(greeting, rules);
    }

    private static Optional<Template> template(Value value, String otherwise, Set<Slot> allowed) {
        return value.off() ? Optional.empty() : Optional.of(Template.read(value.or(otherwise), allowed));
    }
}
