package dev.parley.wire;

import java.util.Arrays;

/**
 * What has come and was not taken: the rest of a read, and the beginning of a record. Pure, of one connection.
 *
 * <p>Bytes are lent, not copied: only what has to outlive its read is, when that is {@linkplain #settle settled}, and
 * once more if it is joined with the next one.
 */
final class Inbox {
    private static final byte[] NOTHING = {};

    /**
     * From how many bytes on the beginning of a record waits for the next read, and is joined with that. It is copied twice
     * for that, where the parser copies the whole record as often. Names of 60,000 bytes are echoed twice as fast with it.
     */
    private static final int LONG = 1024;

    /** Of the beginning of a record that is not whole, if there is one. */
    private enum Patience {
        MAY_WAIT,
        /** For the next read. */
        WAITS,
        /** What is not whole now goes to the parser. */
        HAS_WAITED
    }

    /** Above this, no more room is made than is needed: a full buffer and a read. */
    private static final int MOST_ROOM = 128 * 1024;

    private final Framing framing;
    private final int limit;
    private final Tail tail;
    private final int longFrom;
    private final Deframer deframer;
    private final Span in = new Span();
    private final Span record = new Span();
    /** The read that is being worked off, which is the caller's. */
    private byte[] lent = NOTHING;

    private boolean over;

    private Patience patience = Patience.MAY_WAIT;

    /** Looks how many records wait; null when nobody has asked since the last was taken. */
    private Deframer ahead;
    /** How far it has looked, from the start of what has come; and how many whole records it has seen. */
    private int looked;

    private int seen;

    /** @param limit for the length of a record */
    Inbox(Framing framing, int limit, Tail tail) {
        this(framing, limit, tail, LONG);
    }

    Inbox(Framing framing, int limit, Tail tail, int longFrom) {
        this.framing = framing;
        this.limit = limit;
        this.tail = tail;
        this.longFrom = longFrom;
        this.deframer = framing.deframer(limit);
    }

    /** How much room a read has to leave before its bytes. */
    int room() {
        return patience == Patience.WAITS ? in.length() : 0;
    }

    /** Adds a read, whose array is lent until {@link #settle}: so many bytes behind the {@linkplain #room room}. */
    void add(byte[] read, int length) {
        int kept = room();
        if (kept < in.length()) {
            append(read, length);
            return;
        }
        System.arraycopy(in.bytes, in.from, read, 0, kept);
        in.set(read, 0, kept + length);
        lent = read;
        if (patience == Patience.WAITS) {
            patience = Patience.HAS_WAITED;
        }
    }

    private void append(byte[] read, int length) {
        int rest = in.length();
        byte[] all = in.bytes;
        int from = in.from;
        if (all.length - in.to < length) { // twice as much room as needed, so that many short reads do not cost much
            int needed = rest + length;
            int room = Math.max(needed, Math.min(2 * needed, MOST_ROOM));
            all = Arrays.copyOfRange(in.bytes, in.from, in.from + room);
            from = 0;
        }
        System.arraycopy(read, 0, all, from + rest, length);
        in.set(all, from, from + rest + length);
    }

    /**
     * A read is worked off, or what was left of one: gives its bytes back, and room that is not needed.
     *
     * @param inUse whether the record that was taken last still is
     */
    void settle(boolean inUse) {
        if (!inUse) {
            record.set(NOTHING, 0, 0);
        } else if (record.bytes == lent || record.bytes == in.bytes) {
            own(record);
        }
        if (in.bytes == lent || in.bytes.length > 4 * in.length()) {
            own(in);
        }
        lent = NOTHING;
        if (in.length() == 0) {
            ahead = null;
        }
    }

    private static void own(Span span) {
        byte[] copy = span.length() == 0 ? NOTHING : span.copy();
        span.set(copy, 0, copy.length);
    }

    /** No more will come: what is left may be a last record. */
    void end() {
        over = true;
    }

    boolean over() {
        return over;
    }

    /**
     * Takes the next record.
     *
     * @return a record that is only valid until the next call, or until it is settled as not in use; null when there is
     *     none that is whole
     */
    Span take() throws FramingException {
        ahead = null;
        deframer.leaveFrom(over || patience == Patience.HAS_WAITED ? Integer.MAX_VALUE : longFrom);
        boolean found = deframer.next(in, record) || over && tail == Tail.RECORD && deframer.end(record);
        if (found) {
            patience = Patience.MAY_WAIT;
        } else if (in.length() > 0) {
            patience = Patience.WAITS;
        }
        return found ? record : null;
    }

    /**
     * Has the fast path take what it can: nothing, while a record crosses reads.
     *
     * @return how many records it took
     */
    int echo(Lane lane, Out out, int full) {
        if (deframer.holds()) {
            return 0;
        }
        ahead = null;
        int taken = lane.run(in, limit, out, full);
        if (taken > 0) {
            patience = Patience.MAY_WAIT;
        }
        return taken;
    }

    /** Whether at least {@code many} records wait to be taken. What has been looked through is not looked through again. */
    boolean waits(int many) {
        if (ahead == null) {
            if (patience == Patience.WAITS || !deframer.unfinished().isEmpty()) {
                return false; // where the rest of that record ends is only known when it is taken
            }
            ahead = framing.deframer(limit);
            looked = 0;
            seen = 0;
        }
        Span rest = new Span();
        rest.set(in.bytes, in.from + looked, in.to);
        try {
            while (seen < many && ahead.next(rest, new Span())) {
                seen++;
            }
        } catch (FramingException e) {
            seen = many; // what follows is no record, which is told when its turn comes
        }
        looked = rest.from - in.from;
        return seen >= many;
    }

    /** What has come and was not taken, in bytes, and the beginning of a record. */
    int size() {
        return in.length() + deframer.held();
    }

    /** All the memory that is held between reads, in bytes; for what waits at least what the parser would take for it. */
    long held() {
        long seenAhead = ahead == null ? 0 : ahead.memory();
        long soon = patience == Patience.WAITS ? Deframer.memory(in.length()) : 0;
        return Math.max(in.bytes.length, soon) + record.bytes.length + deframer.memory() + seenAhead;
    }

    void clear() {
        in.set(NOTHING, 0, 0);
        patience = Patience.MAY_WAIT;
    }

    /** Gives back all memory: nothing of what has come is looked at again. */
    void forget() {
        clear();
        record.set(NOTHING, 0, 0);
        ahead = null;
        deframer.forget();
    }

    /** The beginning of a record; it does not wait any more to be joined. */
    Fragment unfinished() {
        if (patience == Patience.WAITS) {
            handOver();
        }
        return deframer.unfinished();
    }

    private void handOver() {
        patience = Patience.HAS_WAITED;
        deframer.leaveFrom(Integer.MAX_VALUE);
        try {
            deframer.next(in, new Span());
        } catch (FramingException e) {
            throw new IllegalStateException("this was found to be the beginning of a record", e);
        }
    }
}
