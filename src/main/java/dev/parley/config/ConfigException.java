package dev.parley.config;

import dev.parley.report.Printable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A configuration that cannot be used: one line for each problem, each naming place, wish and fact. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** So many problems are told; of the rest only their number. */
    private static final int TOLD = 20;

    public ConfigException(List<String> problems) {
        super(told(problems));
    }

    public ConfigException(String problem) {
        this(List.of(problem));
    }

    private static String told(List<String> problems) {
        int more = problems.size() - TOLD;
        Stream<String> rest =
                more > 0 ? Stream.of("… and " + more + " more problem" + (more == 1 ? "" : "s")) : Stream.of();
        return Stream.concat(problems.stream().limit(TOLD).map(Printable::of), rest)
                .collect(Collectors.joining("\n"));
    }
}
