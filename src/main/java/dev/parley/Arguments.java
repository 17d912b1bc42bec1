package dev.parley;

import dev.parley.config.Nearest;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line, in the launcher's own grammar and what Parley adds to it.
 *
 * @param verticle role or class name; the demo where there is none
 * @param conf what follows {@code -conf}: a file, or JSON
 * @param operands what follows the role: for {@code fetch} a URL and a file, for {@code check} one or two scripts
 * @param reports the files that shall hold the outcomes
 * @param launcher the rest, for the launcher
 */
record Arguments(
        String verticle, Optional<String> conf, List<String> operands, List<Path> reports, List<String> launcher) {
    private static final String REPORT = "--report";

    /** @throws UsageException if the launcher could not use it, or would use it wrongly without a word */
    static Arguments parse(String... args) {
        CommandLine grammar = new CommandLine(new VertxApplicationCommand(null, VertxApplicationHooks.DEFAULT, null))
                .setOptionsCaseInsensitive(true)
                .setPosixClusteredShortOptionsAllowed(false)
                .setUnmatchedArgumentsAllowed(true);
        grammar.getCommandSpec()
                .addOption(OptionSpec.builder(REPORT, "-report")
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
        ParseResult parsed;
        try {
            parsed = grammar.parseArgs(args);
        } catch (ParameterException e) {
            throw new UsageException(e.getMessage().lines().findFirst().orElse("not understood"));
        }
        String verticle = parsed.matchedPositionalValue(0, Role.DEMO.toString());
        List<String> extra = parsed.unmatched();
        refuseUnknownOptions(grammar, extra);
        Optional<Role> role = Role.of(verticle);
        if (role.isEmpty()
                && (verticle.startsWith("parley:") || verticle.indexOf('.') < 0 && verticle.indexOf(':') < 0)) {
            throw new UsageException(
                    "expected a role (server, client, fetch, check, demo) or a verticle's class, got \"" + verticle
                            + "\"; the nearest known one is " + Role.nearest(verticle));
        }
        int known = role.map(Role::operands).orElse(0);
        if (extra.size() > known) {
            throw new UsageException("expected nothing more, got \"" + extra.get(known) + "\"");
        }
        if (role.equals(Optional.of(Role.CHECK))) {
            if (parsed.hasMatchedOption("-conf")) {
                throw new UsageException("check: expected its scripts alone, got -conf as well");
            }
            if (extra.isEmpty()) {
                throw new UsageException("check: expected a script, or one to serve and one to speak, got none");
            }
        }
        if (parsed.hasMatchedOption("-worker") && parsed.hasMatchedOption("-virtual-thread")) {
            throw new UsageException("expected -worker or -virtual-thread, got both");
        }
        checkInstances(verticle, role, parsed.matchedOptionValue("-instances", 1));
        if (parsed.hasMatchedOption("-options")) {
            VertxJson.checkOptions(parsed.matchedOptionValue("-options", ""), "-options");
        }
        if (parsed.hasMatchedOption("-deployment-options")) {
            VertxJson.checkDeployment(
                    parsed.matchedOptionValue("-deployment-options", ""),
                    "-deployment-options",
                    options -> checkInstances(verticle, role, options.getInstances()));
        }
        return new Arguments(
                verticle,
                Optional.ofNullable(parsed.matchedOptionValue("-conf", null)),
                extra,
                reports(parsed.matchedOptionValue(REPORT, List.of())),
                launcher(verticle, parsed));
    }

    private static List<Path> reports(List<String> files) {
        for (String file : files) {
            if (!file.endsWith(".json") && !file.endsWith(".xml")) {
                throw new UsageException("-report: expected a file that ends in .json or .xml, got \"" + file + "\"");
            }
        }
        return files.stream().map(Arguments::path).toList();
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) { // such as one with letters that the locale does not know
            throw new UsageException("-report: expected a file's path, got \"" + file + "\"");
        }
    }

    private static void refuseUnknownOptions(CommandLine grammar, List<String> extra) {
        for (String argument : extra) {
            if (argument.startsWith("-")) {
                List<String> known = grammar.getCommandSpec().options().stream()
                        .map(OptionSpec::shortestName)
                        .toList();
                throw new UsageException("unknown option \"" + argument + "\", the nearest known one is "
                        + Nearest.to(argument, known).orElseThrow());
            }
        }
    }

    static void checkInstances(String verticle, Optional<Role> role, int instances) {
        if (instances < 1) {
            throw new UsageException("-instances: expected a number of at least 1, got " + instances);
        }
        if (role.filter(Role::alone).isPresent() && instances > 1) {
            throw new UsageException("-instances: expected 1 for " + verticle + ", got " + instances);
        }
    }

    /** What the launcher shall see: the verticle, and its options but for {@code -conf}, which is read here. */
    private static List<String> launcher(String verticle, ParseResult parsed) {
        List<String> launcher = new ArrayList<>(List.of(verticle));
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!option.longestName().equals("--conf") && !option.longestName().equals(REPORT)) {
                launcher.add(option.longestName());
                launcher.addAll(option.originalStringValues().stream()
                        .filter(value -> option.arity().max() > 0)
                        .toList());
            }
        }
        return launcher;
    }

    /** Whether one of {@code options} stands on a command line, before anything else is made of it. */
    static boolean asksFor(String[] args, String... options) {
        return Arrays.stream(args).map(arg -> arg.toLowerCase(Locale.ROOT)).anyMatch(Arrays.asList(options)::contains);
    }
}
