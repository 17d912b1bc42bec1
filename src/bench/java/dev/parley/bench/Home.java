package dev.parley.bench;

import java.nio.file.Path;
import java.util.List;

/** Where run.sh is: it names its directory to the bench. */
record Home(Path directory) {
    static Home get() {
        return new Home(Path.of(System.getProperty("bench.home")));
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** The command of a JDK's tool: of the JDK that this is run by. */
    static Path tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    /** What the JVMs of both servers are given by the environment, as run.sh does it. */
    static List<String> javaOpts() {
        String opts = System.getenv().getOrDefault("JAVA_OPTS", "").strip();
        return opts.isEmpty() ? List.of() : List.of(opts.split("\\s+"));
    }
}
