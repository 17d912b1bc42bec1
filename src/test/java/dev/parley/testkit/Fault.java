package dev.parley.testkit;

import java.time.Duration;

/** What a {@link FaultProxy} does to the bytes of one direction. Several may be combined. */
public sealed interface Fault {
    /** How many more bytes may go on in one piece, when {@code passed} have gone before; 0 makes it strike. */
    default long piece(long passed) {
        return Long.MAX_VALUE;
    }

    /** How long each piece waits. */
    default Duration delay() {
        return Duration.ZERO;
    }

    /** What happens instead of any more pieces; from then on nothing goes on in this direction. */
    default void strike(FaultProxy.Flow flow) {}

    /** Every piece comes late. */
    record Latency(Duration delay) implements Fault {}

    /** No piece is longer than this, and each leaves in a write of its own. */
    record Slicer(int bytes) implements Fault {
        @Override
        public long piece(long passed) {
            return bytes;
        }
    }

    /** One that strikes when so much has gone through. */
    sealed interface After extends Fault {
        long bytes();

        @Override
        default long piece(long passed) {
            return bytes() - passed;
        }
    }

    /** So much goes through, then comes a FIN. */
    record LimitData(long bytes) implements After {
        @Override
        public void strike(FaultProxy.Flow flow) {
            flow.end();
        }
    }

    /** So much goes through, then comes an RST, for both sides. */
    record ResetPeer(long bytes) implements After {
        @Override
        public void strike(FaultProxy.Flow flow) {
            flow.reset();
        }
    }

    /** So much goes through, then nothing is read any more, and nothing told. */
    record Timeout(long bytes) implements After {}
}
