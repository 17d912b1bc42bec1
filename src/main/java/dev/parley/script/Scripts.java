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
     * @param framing as that side has it
     */
    public record Found(Script script, Framing framing) {
        /** The script, which does without the keys of a section that say something otherwise. */
        public Script insteadOf(Section section, String... keys) {
            section.only(keys)
                    .forEach((key, value) -> value.complain("expected a script or \"" + key + "\", got both"));
            return script;
        }
    }

    /** What stands at the top of a configuration, and serves every role. */
    public static Map<String, String> vars(Section section) {
        return Scope.vars(section.top("vars"));
    }

    /** The framing for one side: its own, or else the one at the top. */
    public static Framing framing(Section section, Side side, Limits limits) {
        return framing(section, section.top("framing"), side, limits);
    }

    private static Framing framing(Section section, Value top, Side side, Limits limits) {
        Value own = section.get("framing");
        return own.absent() ? top(top, side, limits) : Framing.read(own, limits);
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
        Carrier carrier = new Carrier(side, framing(section, side, limits), limits);
        return Optional.of(new Found(Script.read(source, patience, carrier, vars(section)), carrier.framing()));
    }

    private static Found read(Document file, Section section, Side side, Duration patience, Limits limits) {
        Section root = file.root();
        root.only("$schema", "fetch");
        Map<String, String> vars = new HashMap<>(Scope.vars(root.get("vars")));
        vars.putAll(vars(section));
        Value framing = root.get("framing");
        Value top = framing.absent() ? section.top("framing") : framing;
        Framing.read(top, limits); // also where a framing of the section's own is used in its place
        Carrier carrier = new Carrier(side, framing(section, top, side, limits), limits);
        Value steps = steps(root, side);
        if (!steps.isList()) {
            throw new ConfigException(file.name() + ": expected a list of steps under \"script\", got "
                    + (steps.absent() ? "nothing" : "something else"));
        }
        Script script = Script.read(steps, patience, carrier, vars);
        Value others = steps(root, side.other());
        if (others.isList() && !others.path().equals(steps.path())) {
            Script.read(others, patience, new Carrier(side.other(), top(top, side.other(), limits), limits), vars);
        }
        root.refuseOthers();
        file.check();
        return new Found(script, carrier.framing());
    }

    /** What one side plays: its own, or else what is there for both. */
    private static Value steps(Section root, Side side) {
        Value role = root.get(side.toString());
        if (!role.absent() && !role.isObject()) {
            role.problem("a section");
        }
        Value own = role.member("script");
        return own.isList() ? own : root.get("script");
    }
}
