package dev.parley.adversary;

import java.util.BitSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Who was sent what, and what came back. Every name tells its connection and its number, and so does every reply that
 * has it in it, whatever is wrong with the reply. For several threads.
 */
final class Ledger {
    private static final Pattern NAME = Pattern.compile("\\[(\\d+)\\.(\\d+)]");

    private final int names;
    private int right;
    private int lost;
    private int doubled;
    private int misrouted;
    private int spoilt;

    /** @param names how many each connection sends */
    Ledger(int names) {
        this.names = names;
    }

    static String name(int connection, int number) {
        return "[" + connection + "." + number + "]";
    }

    /** Enters all that a connection has heard, and what it should have. */
    synchronized void enter(int connection, String heard, String expected) {
        BitSet seen = new BitSet();
        for (MatchResult name : NAME.matcher(heard).results().toList()) {
            int number = Integer.parseInt(name.group(2));
            if (Integer.parseInt(name.group(1)) != connection) {
                misrouted++;
            } else if (seen.get(number)) {
                doubled++;
            } else {
                seen.set(number);
                right++;
            }
        }
        lost += names - seen.cardinality();
        spoilt += heard.equals(expected) ? 0 : 1;
    }

    synchronized int right() {
        return right;
    }

    @Override
    public synchronized String toString() {
        return "%d right, %d lost, %d doubled, %d misrouted; %d connections heard something else"
                .formatted(right, lost, doubled, misrouted, spoilt);
    }
}
