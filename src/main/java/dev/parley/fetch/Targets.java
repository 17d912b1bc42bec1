package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a section wants to have fetched: one {@code url}, or a list of {@code targets}. */
final class Targets {
    /** What a download may write to. */
    private static final List<String> SUFFIXES = List.of(
            "",
            Part.SUFFIX,
            Notes.SUFFIX,
            Part.SUFFIX + Notes.SUFFIX,
            Notes.SUFFIX + Notes.DRAFT,
            Part.SUFFIX + Notes.SUFFIX + Notes.DRAFT);

    private Targets() {}

    static List<Target> read(Section section) {
        Optional<Path> directory = section.get("directory").directory();
        Target.Naming naming = naming(section.get("contentDisposition"), section.get("conditional"));
        Value list = section.get("targets");
        if (list.absent()) {
            return List.of(Target.read(section, directory, naming));
        }
        section.only("url", "output", "sha256", "sha512", "sha1", "md5")
                .values()
                .forEach(value -> value.complain("expected nothing beside \"targets\", got a value"));
        List<Value> written = list.list("a list of URLs");
        if (list.isList() && written.isEmpty()) {
            list.problem("a list of URLs");
        }
        List<Target> targets = new ArrayList<>();
        Map<Path, String> claims = new HashMap<>();
        for (Value one : written) {
            Target target = Target.read(one, directory, naming);
            claim(target, one, claims);
            targets.add(target);
        }
        return targets;
    }

    private static Target.Naming naming(Value disposition, Value conditional) {
        boolean server = !disposition.absent() && disposition.truth();
        if (server && !conditional.absent() && conditional.truth()) {
            disposition.complain("expected contentDisposition or conditional, got both");
        }
        return server ? Target.Naming.SERVER : Target.Naming.URL;
    }

    /** Two downloads at a time must not write to one file. */
    private static void claim(Target target, Value written, Map<Path, String> claims) {
        Path output = target.file();
        SUFFIXES.stream()
                .map(suffix -> output.resolveSibling(output.getFileName() + suffix))
                .map(path -> claims.putIfAbsent(path, written.path()))
                .filter(other -> other != null && !other.equals(written.path()))
                .findFirst()
                .ifPresent(other ->
                        written.complain("expected another file than " + other + " writes to, got " + target.output()));
    }
}
