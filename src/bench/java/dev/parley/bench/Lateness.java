package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How late replies are that have to wait for a second, when very many of them wait. One that is early is wrong.
 *
 * @param steady whether the names are spread over each second; all are said at once otherwise
 */
record Lateness(String name, boolean steady) implements Scenario {
    private static final int MOST = 10_000;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final double MILLISECOND = 1e6;

    @Override
    public String does(Duration length) {
        return "%s, replies after 1 s, %s, for %d s"
                .formatted(
                        Scenario.told(MOST), steady ? "names spread evenly" : "all names at once", length.toSeconds());
    }

    private static int connections() {
        return Scenario.connections(MOST);
    }

    @Override
    public Duration delay() {
        return DELAY;
    }

    @Override
    public Duration warmUp(Duration length) {
        return Duration.ofSeconds(1);
    }

    @Override
    public Map<Figure, Double> measure(Server server, Duration length) throws IOException {
        try (Fleet fleet = new Fleet(server.port(), 1, 8, DELAY)) {
            fleet.grow(connections());
            if (steady) {
                spread(fleet, System.nanoTime(), length);
            } else {
                for (long burst = 0; burst < length.toSeconds(); burst++) {
                    fleet.askAll();
                    fleet.settle();
                }
            }
            Histogram late = fleet.times();
            return Map.of(
                    Figure.LATE_P50, late.quantile(0.5) / MILLISECOND,
                    Figure.LATE_P99, late.quantile(0.99) / MILLISECOND,
                    Figure.LATE_MOST, late.longest() / MILLISECOND);
        }
    }

    /** Each connection begins at its own moment of the first second, and goes on whenever it is answered. */
    private static void spread(Fleet fleet, long began, Duration length) throws IOException {
        List<Caller> callers = fleet.callers();
        for (int i = 0; i < callers.size(); i++) {
            fleet.turnUntil(began + DELAY.toNanos() * i / callers.size(), Fleet.ASK_AGAIN);
            callers.get(i).ask();
        }
        fleet.turnUntil(began + length.toNanos(), Fleet.ASK_AGAIN);
        fleet.settle();
    }
}
