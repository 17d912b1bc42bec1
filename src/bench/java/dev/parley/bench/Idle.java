package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a connection costs that has been greeted, has been answered once, and says nothing more. */
record Idle() implements Scenario {
    /** From here on the server has what it needs for itself. */
    private static final int SOME = 500;

    private static final int MORE = 10_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String does(Duration length) {
        return "from %d to %s, each greeted and answered once".formatted(SOME, Scenario.told(SOME + MORE));
    }

    private static int many() {
        return Scenario.connections(SOME + MORE);
    }

    @Override
    public Optional<String> obstacle() {
        if (many() <= SOME) {
            return Optional.of("the limit of open files is too low");
        }
        return Server.tellsMemory() ? Optional.empty() : Optional.of("there is no /proc, or no jcmd");
    }

    @Override
    public Duration warmUp(Duration length) {
        return Duration.ZERO;
    }

    @Override
    public Map<Figure, Double> measure(Server server, Duration length) throws IOException {
        try (Fleet fleet = new Fleet(server.port(), 1, 8, Duration.ZERO)) {
            long some = resident(fleet, SOME, server);
            long many = resident(fleet, many(), server);
            return Map.of(Figure.RESIDENT, (double) (many - some) / (many() - SOME));
        }
    }

    private static long resident(Fleet fleet, int connections, Server server) throws IOException {
        int before = fleet.callers().size();
        fleet.grow(connections);
        for (Caller caller : fleet.callers().subList(before, connections)) {
            caller.ask();
        }
        fleet.settle();
        return server.resident();
    }
}
