package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where and of what something is measured, without which no figure means anything. */
final class Machine {
    private static final String MODEL = "model name";

    private Machine() {}

    static List<String> describe(Home home, Processors processors, String... arguments) {
        return Stream.of(
                        commit(home).map(commit -> "commit      " + commit).stream(),
                        Stream.of(
                                "JDK         " + Runtime.version() + ", " + System.getProperty("java.vendor"),
                                "processor   " + model(),
                                "processors  " + processors,
                                "kernel      " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                                "command     ./run.sh bench " + String.join(" ", arguments)))
                .flatMap(lines -> lines)
                .map(String::strip)
                .toList();
    }

    /** Empty where this is no checkout. */
    private static Optional<String> commit(Home home) {
        String directory = home.directory().toString();
        return Tool.run(List.of("git", "-C", directory, "rev-parse", "HEAD")).map(head -> {
            boolean same = Tool.run(List.of("git", "-C", directory, "diff", "--quiet", "HEAD"))
                    .isPresent();
            return same ? head : head + ", and changes";
        });
    }

    private static String model() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Machine::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
