package dev.parley.wire;

/** Listens in on a wire, below its framing: every byte as it was read or is about to be written. */
public interface Tap {
    enum Direction {
        IN,
        OUT
    }

    /** What stands where nobody listens in. */
    Tap NONE = (direction, bytes, time) -> {};

    /**
     * @param bytes only valid during the call
     * @param time of the {@link Time} of the wire
     */
    void heard(Direction direction, Span bytes, long time);
}
