package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * As much as a server can: each reply is answered by the next name at once.
 *
 * @param depth how many names are on their way on each connection
 * @param size of a name, in bytes
 */
record Throughput(String name, int connections, int depth, int size) implements Scenario {
    /** Until all connections are in step. */
    private static final Duration RUN_UP = Duration.ofMillis(250);

    private static final double MICROSECOND = 1000;

    @Override
    public String does(Duration length) {
        return "%d connections, depth %d, names of %d bytes, %d s"
                .formatted(connections, depth, size, length.toSeconds());
    }

    @Override
    public int rounds(int wish) {
        return wish;
    }

    @Override
    public Duration warmUp(Duration length) {
        return length.multipliedBy(2);
    }

    @Override
    public Map<Figure, Double> measure(Server server, Duration length) throws IOException {
        try (Fleet fleet = new Fleet(server.port(), depth, size, Duration.ZERO)) {
            fleet.grow(connections);
            fleet.askAll();
            fleet.turnUntil(System.nanoTime() + RUN_UP.toNanos(), Fleet.ASK_AGAIN);
            fleet.times();
            long spentBefore = server.processorTime().toNanos();
            long began = System.nanoTime();
            fleet.turnUntil(began + length.toNanos(), Fleet.ASK_AGAIN);
            double seconds = (System.nanoTime() - began) / 1e9;
            double spent = server.processorTime().toNanos() - spentBefore;
            Histogram times = fleet.times();
            fleet.settle();

            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.RATE, times.count() / seconds);
            if (spent > 0) { // it is told in hundredths of a second, or not at all
                figures.put(Figure.PROCESSOR, spent / times.count());
            }
            figures.put(Figure.P50, times.quantile(0.5) / MICROSECOND);
            figures.put(Figure.P99, times.quantile(0.99) / MICROSECOND);
            return figures;
        }
    }
}
