package dev.parley.server;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.conversation.Delay;
import dev.parley.conversation.Farewell;
import dev.parley.conversation.Match;
import dev.parley.conversation.Play;
import dev.parley.conversation.Rule;
import dev.parley.conversation.RulePlay;
import dev.parley.conversation.Rules;
import dev.parley.conversation.Scope;
import dev.parley.conversation.Side;
import dev.parley.conversation.Slot;
import dev.parley.conversation.Template;
import dev.parley.script.Scripts;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import dev.parley.wire.ServerTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The section {@code server} of a configuration.
 *
 * @param host the address or name to bind
 * @param port 0 takes a free one, the same for all instances of a deployment
 * @param backlog how many connections may wait to be accepted
 * @param access who may connect
 * @param tls what connections are encrypted with; plain ones without
 * @param play what is said
 * @param conversations after how many it is done; never without
 * @param transcript the directory to write conversations down in
 * @param drain how long a stop may take to answer what was read
 * @param linger how long to wait for the peer's end after our own
 * @param seed for delays that are drawn at random; one of its own where there is none
 */
public record ServerConfig(
        String host,
        int port,
        int backlog,
        Framing framing,
        ServerLimits limits,
        Access access,
        Optional<ServerTls> tls,
        Play play,
        OptionalInt conversations,
        Optional<Path> transcript,
        Duration drain,
        Duration linger,
        OptionalLong seed,
        ServerLog log) {
    /** The keys that a script is in the place of. */
    private static final String[] INSTEAD = {"greeting", "delay", "reply", "farewell", "rules", "unmatched"};

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The launcher ends the process two minutes after a signal, come what may. */
    private static final Duration MOST_DRAIN = Duration.ofSeconds(110);

    public static ServerConfig read(Section section) {
        Value given = section.get("limits");
        ServerLimits read = ServerLimits.read(given);
        Limits limits = read.each();
        Value patience = section.get("patience");
        Optional<Scripts.Found> script = Scripts.find(
                section,
                Side.SERVER,
                patience.absent() ? SECOND.multipliedBy(5) : patience.duration(Duration.ofMillis(1)),
                limits);
        if (!patience.absent() && script.isEmpty()) {
            patience.complain("expected \"patience\" together with \"script\"");
        }
        return new ServerConfig(
                section.host("host", "127.0.0.1"),
                section.integer("port", 9999, 0, 65535, "a port"),
                section.integer("backlog", 1024, 1, 65535, "a backlog"),
                script.map(Scripts.Found::framing).orElseGet(() -> Scripts.framing(section, Side.SERVER, limits)),
                script.isPresent() ? read.patient(given) : read,
                Access.read(section),
                ServerTls.read(section.get("tls")),
                script.<Play>map(found -> found.insteadOf(section, INSTEAD)).orElseGet(() -> rules(section, limits)),
                conversations(section.get("conversations")),
                section.get("transcript").directory(),
                section.duration("drain", SECOND.multipliedBy(10), Duration.ZERO, MOST_DRAIN),
                section.duration("linger", SECOND.multipliedBy(2), Duration.ZERO),
                Delay.seed(section.get("seed")),
                ServerLog.read(section.get("log")));
    }

    private static OptionalInt conversations(Value value) {
        return value.absent()
                ? OptionalInt.empty()
                : OptionalInt.of(value.integer(1, Integer.MAX_VALUE, "a number of conversations of at least 1"));
    }

    private static Play rules(Section section, Limits limits) {
        Map<String, String> vars = Scripts.vars(section);
        Optional<Template> greeting = template(section.get("greeting"), "Welcome!", Scope.of(Slot.OF_GREETING, vars));
        Value rules = section.get("rules");
        Value unmatched = section.get("unmatched");
        Map<String, Value> shorthand = section.only("delay", "reply", "farewell");
        if (rules.absent()) {
            if (!unmatched.absent()) {
                unmatched.complain("expected \"unmatched\" together with \"rules\"");
            }
            return new RulePlay(greeting, shorthand(section, vars), RulePlay.Unmatched.SILENCE);
        }
        shorthand.forEach((key, value) -> value.complain("expected \"rules\" or \"" + key + "\", got both"));
        return new RulePlay(greeting, Rules.read(rules, limits.pattern(), vars), unmatched(unmatched));
    }

    private static RulePlay.Unmatched unmatched(Value value) {
        String word = value.absent() ? "silence" : value.word("\"silence\" or \"close\"", "silence", "close");
        return RulePlay.Unmatched.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Delay, reply and farewell are short for two rules. */
    private static List<Rule> shorthand(Section section, Map<String, String> vars) {
        Value delay = section.get("delay");
        Delay after = delay.absent() ? Delay.of(SECOND) : Delay.read(delay);
        Optional<Template> reply = template(section.get("reply"), "Hello, {record}!", Scope.of(Slot.OF_REPLY, vars));
        List<Rule> rules = new ArrayList<>();
        Farewell.read(section.get("farewell"))
                .map(bytes -> Rule.of(Match.exactly(bytes), Delay.NONE, List.of(), Rule.Then.CLOSE))
                .ifPresent(rules::add);
        rules.add(Rule.of(Match.ANY, after, reply.stream().toList(), Rule.Then.STAY));
        return rules;
    }

    private static Optional<Template> template(Value value, String otherwise, Scope scope) {
        return value.off() ? Optional.empty() : Optional.of(Template.read(value.or(otherwise), scope));
    }
}
