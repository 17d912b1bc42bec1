package dev.parley.bench;

/** What is told of a server. */
enum Figure {
    RATE("messages/s", 0),
    PROCESSOR("server CPU, ns/message", 0),
    P50("p50, µs", 0),
    P99("p99, µs", 0),
    LATE_P50("p50 late, ms", 2),
    LATE_P99("p99 late, ms", 2),
    LATE_MOST("most late, ms", 2),
    RESIDENT("resident KiB/connection", 2);

    private final String title;
    private final int decimals;

    Figure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String print(double value) {
        return String.format("%,." + decimals + "f", value);
    }

    @Override
    public String toString() {
        return title;
    }
}
