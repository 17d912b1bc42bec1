package dev.parley.bench;

import dev.parley.report.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ./run.sh bench}: two servers, the same load, and what came of it as a table. */
final class Bench {
    private final Home home = Home.get();
    private final Options options;
    private final Processors processors;

    private Bench(Options options) {
        this.options = options;
        this.processors = Processors.share();
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        try {
            Options options = Options.of(arguments);
            if (options.help()) {
                Options.HELP.formatted(Options.scenarioNames()).lines().forEach(Console::say);
            } else {
                new Bench(options).measureAll(arguments);
            }
            return 0;
        } catch (IllegalArgumentException e) {
            Console.log("bench: " + e.getMessage());
            return 2;
        } catch (BenchException | IOException e) {
            Console.settle();
            Console.log("bench: " + e.getMessage());
            return 1;
        }
    }

    private void measureAll(String... arguments) throws IOException {
        Machine.describe(home, processors, arguments).forEach(Console::say);
        Console.say("");
        for (Scenario scenario : options.scenarios()) {
            String what = scenario.obstacle().map(why -> "left out: " + why).orElseGet(() -> does(scenario));
            Console.say("%-13s %s".formatted(scenario.name(), what));
        }
        Console.say("");
        Console.say(Rounds.HEAD);
        for (Scenario scenario : options.scenarios()) {
            if (scenario.obstacle().isEmpty()) {
                measure(scenario).rows(scenario.name()).forEach(Console::say);
            }
        }
    }

    private String does(Scenario scenario) {
        int rounds = scenario.rounds(options.rounds());
        return scenario.does(options.length()) + ", " + rounds + (rounds == 1 ? " round" : " rounds");
    }

    private Rounds measure(Scenario scenario) throws IOException {
        Rounds rounds = new Rounds();
        try (Server textbook = start(Contestant.TEXTBOOK, scenario);
                Server parley = start(Contestant.PARLEY, scenario)) {
            List<Server> servers = new ArrayList<>(List.of(textbook, parley));
            Duration warmUp = scenario.warmUp(options.length());
            for (Server server : servers) {
                if (!warmUp.isZero()) {
                    measure(scenario, "warm-up", server, warmUp);
                }
            }
            for (int round = 1; round <= scenario.rounds(options.rounds()); round++) {
                for (Server server : servers) {
                    rounds.add(server.contestant(), measure(scenario, "round " + round, server, options.length()));
                }
                Collections.reverse(servers); // so that neither is always the one that comes after the other
            }
        }
        progress("");
        return rounds;
    }

    private static Map<Figure, Double> measure(Scenario scenario, String stage, Server server, Duration length) {
        String what = scenario.name() + ", " + stage + ", " + server.contestant();
        progress(what);
        try {
            return scenario.measure(server, length);
        } catch (BenchException | IOException e) {
            throw new BenchException(what + ": " + e.getMessage());
        }
    }

    private Server start(Contestant contestant, Scenario scenario) throws IOException {
        return Server.start(contestant, home, processors, scenario.delay());
    }

    private static void progress(String line) {
        if (Console.watched()) {
            Console.draw(line);
        }
    }
}
