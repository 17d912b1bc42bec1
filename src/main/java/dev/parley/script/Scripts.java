package dev.parley.script;

import dev.parley.config.ConfigException;
import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.conversation.Scope;
import dev.parley.conversation.Side;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the script of a role: a list of steps in its own section, or at the top of the configuration, where it is one
 * for both roles; or a file that has it in one of these places.
 */
public final class Scripts {
    private static final String WISH = "a list of steps, or the path of a script file";

    private Scripts() {}

    /**
     * A script and how its records are framed.
     *
     * @param framing as that side has it; empty where nothing is said of it
     */
    public record Found(Script script, Optional<Framing> framing) {}

    /** What stands at the top of a configuration, and serves every role. */
    public static Map<String, String> vars(Section section) {
        return Scope.vars(section.top("vars"));
    }

    /** The framing for one side: its own, or else the one at the top. */
    public static Framing framing(Section section, Optional<Found> found, Side side, Limits limits) {
        Value own = section.get("framing");
        if (!own.absent()) {
            return Framing.read(own, limits);
        }
        return found.flatMap(Found::framing).orElseGet(() -> top(section.top("framing"), side, limits));
    }

    /** A framing for both sides is the server's: what comes in there goes out at the client. */
    private static Framing top(Value value, Side side, Limits limits) {
        Framing framing = Framing.read(value, limits);
        return side == Side.SERVER ? framing : framing.reversed();
    }

    public static Optional<Found> find(Section section, Side side, Duration patience, Limits limits) {
        Value own = section.get("script");
        Value source = own.absent() ? section.top("script") : own;
        if (source.absent()) {
            return Optional.empty();
        }
        if (source.isText()) {
            return source.file()
                    .map(file -> read(Document.read(file, Overlays.none()), section, side, patience, limits));
        }
        if (!source.isList()) {
            source.problem(WISH);
            return Optional.empty();
        }
        return Optional.of(new Found(Script.read(source, patience, limits, vars(section)), Optional.empty()));
    }

    private static Found read(Document file, Section section, Side side, Duration patience, Limits limits) {
        Section root = file.root();
        root.only("$schema", "server", "client", "fetch");
        Map<String, String> vars = new HashMap<>(Scope.vars(root.get("vars")));
        vars.putAll(vars(section));
        Value framing = root.get("framing");
        Value own = root.get(side.toString()).member("script");
        Value steps = own.isList() ? own : root.get("script");
        if (!steps.isList()) {
            throw new ConfigException(file.name() + ": expected a list of steps under \"script\", got "
                    + (steps.absent() ? "nothing" : "something else"));
        }
        Found found = new Found(
                Script.read(steps, patience, limits, vars),
                framing.absent() ? Optional.empty() : Optional.of(top(framing, side, limits)));
        root.refuseOthers();
        file.check();
        return found;
    }
}
