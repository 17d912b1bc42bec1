package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way to load a server. */
sealed interface Scenario permits Throughput, Idle, Lateness {
    List<Scenario> ALL = List.of(
            new Throughput("pp64", 64, 1, 8),
            new Throughput("pipe64", 64, 64, 8),
            new Throughput("kib16", 64, 16, 1024),
            new Idle(),
            new Lateness("delay-steady", true),
            new Lateness("delay-burst", false));

    /** As many connections as are wished, or as many as the limit of open files allows. */
    static int connections(int wish) {
        return Math.min(wish, OpenFiles.room());
    }

    /** How many those are, for people; and why they are no more, where they are fewer than wished. */
    static String told(int wish) {
        int connections = connections(wish);
        String why = connections < wish ? " (for want of open files)" : "";
        return "%,d connections%s".formatted(connections, why);
    }

    String name();

    /** For people: what is done in a round of so many seconds. */
    String does(Duration length);

    /** Why it cannot be had here. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** What a server has to wait before each reply. */
    default Duration delay() {
        return Duration.ZERO;
    }

    /** How many rounds make sense, where so many are wished. */
    default int rounds(int wish) {
        return 1;
    }

    /** How long a server is loaded before it is measured; zero where that would change what is measured. */
    Duration warmUp(Duration length);

    /** Loads a server for so long, and tells what came of it. */
    Map<Figure, Double> measure(Server server, Duration length) throws IOException;
}
