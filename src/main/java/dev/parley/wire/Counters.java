package dev.parley.wire;

import io.vertx.core.json.JsonObject;

/** What one verticle instance has seen. Written by its event loop a few times for each read, read by anyone. */
public final class Counters {
    final Tally refused = new Tally();
    final Tally accepted = new Tally();
    final Tally closed = new Tally();
    final Tally recordsIn = new Tally();
    final Tally recordsOut = new Tally();
    final Tally bytesIn = new Tally();
    final Tally bytesOut = new Tally();
    final Tally repliesLost = new Tally();

    /** What the counters said at one moment. */
    public record Sum(
            long refused,
            long accepted,
            long open,
            long recordsIn,
            long recordsOut,
            long bytesIn,
            long bytesOut,
            long repliesLost) {
        public static final Sum ZERO = new Sum(0, 0, 0, 0, 0, 0, 0, 0);

        public Sum plus(Sum other) {
            return new Sum(
                    refused + other.refused,
                    accepted + other.accepted,
                    open + other.open,
                    recordsIn + other.recordsIn,
                    recordsOut + other.recordsOut,
                    bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut,
                    repliesLost + other.repliesLost);
        }

        public JsonObject toJson() {
            return new JsonObject()
                    .put(
                            "connections",
                            new JsonObject()
                                    .put("refused", refused)
                                    .put("accepted", accepted)
                                    .put("open", open))
                    .put("records", new JsonObject().put("in", recordsIn).put("out", recordsOut))
                    .put("bytes", new JsonObject().put("in", bytesIn).put("out", bytesOut))
                    .put("repliesLost", repliesLost);
        }

        /** {@code 3 connections, 9 records, 0 replies lost.}: of one form whatever the numbers, so that it can be read. */
        @Override
        public String toString() {
            return accepted + " connections, " + recordsIn + " records, " + repliesLost + " replies lost.";
        }
    }

    /** A peer was turned away: it counts in nothing else. */
    public void refused() {
        refused.increment();
    }

    public Sum sum() {
        long out = closed.sum(); // before those who came, or else somebody might have gone who never came
        long in = accepted.sum();
        return new Sum(
                refused.sum(),
                in,
                in - out,
                recordsIn.sum(),
                recordsOut.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                repliesLost.sum());
    }
}
