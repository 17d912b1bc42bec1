package dev.parley.wire;

/** Where a wire is in its life. */
sealed interface Phase {
    /** Records come and go. */
    record Talking() implements Phase {}

    /** Nothing more is read; what was read is still answered. */
    record Draining() implements Phase {}

    /** All is said; what the peer still sends is discarded until its own end. */
    record Lingering(Ending why) implements Phase {}

    record Closed(Ending why) implements Phase {}

    Phase TALKING = new Talking();
    Phase DRAINING = new Draining();

    /** Whether records are still taken up and answered. */
    default boolean talks() {
        return this instanceof Talking || this instanceof Draining;
    }
}
