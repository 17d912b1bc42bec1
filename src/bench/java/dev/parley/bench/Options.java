package dev.parley.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * @param rounds of the scenarios that are measured more than once
 * @param length of a round
 */
record Options(int rounds, Duration length, List<Scenario> scenarios, boolean help) {
    private static final int MOST_ROUNDS = 100;
    private static final int MOST_SECONDS = 600;

    static final String HELP = """
            Usage: ./run.sh bench [OPTIONS]       measures Parley beside a textbook server of Vert.x, on loopback
                   ./run.sh bench jmh [OPTIONS]   runs the benchmarks of single parts; the options are those of JMH

            Options:
              --rounds N     rounds of pp64, pipe64 and kib16 (default 5); the others have one
              --seconds N    how long a round takes (default 2)
              --only A,B     some of the scenarios: %s
              --help

            JAVA_OPTS reaches the JVMs of both servers.""";

    /** @throws IllegalArgumentException with a line for people */
    static Options of(String... arguments) {
        int rounds = 5;
        int seconds = 2;
        List<Scenario> scenarios = Scenario.ALL;
        boolean help = false;
        for (Iterator<String> left = List.of(arguments).iterator(); left.hasNext(); ) {
            String option = left.next();
            switch (option) {
                case "--rounds" -> rounds = number(option, left, MOST_ROUNDS);
                case "--seconds" -> seconds = number(option, left, MOST_SECONDS);
                case "--only" -> scenarios = scenarios(value(option, left));
                case "--help" -> help = true;
                default ->
                    throw new IllegalArgumentException(
                            "expected --rounds, --seconds, --only, --help or jmh first, got \"" + option + "\"");
            }
        }
        return new Options(rounds, Duration.ofSeconds(seconds), scenarios, help);
    }

    private static String value(String option, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException(option + ": expected a value, got nothing");
        }
        return left.next();
    }

    private static int number(String option, Iterator<String> left, int most) {
        String value = value(option, left);
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(option + ": expected a number from 1 to " + most + ", got " + value);
    }

    private static List<Scenario> scenarios(String names) {
        return Arrays.stream(names.split(",", -1)).map(Options::scenario).toList();
    }

    private static Scenario scenario(String name) {
        return Scenario.ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--only: expected some of " + scenarioNames() + ", got \"" + name + "\""));
    }

    static String scenarioNames() {
        return Scenario.ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }
}
