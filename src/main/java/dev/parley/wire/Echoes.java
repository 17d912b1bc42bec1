package dev.parley.wire;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What records are echoed with, where their first byte tells; of a whole play, since finding a rule costs more than an
 * echo. Immutable.
 */
public final class Echoes {
    /** The first byte of a record that has none, as {@link Span#first} has it. */
    static final int EMPTY = 256;

    /** Every record is to be shown. */
    public static final Echoes NONE = new Echoes(first -> null);

    private final Echo[] byFirst = new Echo[EMPTY + 1];

    /** @param byFirst gives the echo of all records with a first byte; null where they have to be shown */
    public Echoes(IntFunction<Echo> byFirst) {
        for (int first = 0; first <= EMPTY; first++) {
            this.byFirst[first] = byFirst.apply(first);
        }
    }

    /** The same with the bytes around a record. */
    Echoes within(byte[] opening, byte[] closing) {
        Map<Echo, Echo> framed = new IdentityHashMap<>();
        return new Echoes(first ->
                of(first) == null ? null : framed.computeIfAbsent(of(first), echo -> echo.within(opening, closing)));
    }

    /** Whether records with that first byte are echoed; that of a record without one is 256. */
    public boolean has(int first) {
        return byFirst[first] != null;
    }

    /** Null where the record has to be shown. */
    Echo of(int first) {
        return byFirst[first];
    }
}
