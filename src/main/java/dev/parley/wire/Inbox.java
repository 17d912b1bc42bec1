package dev.parley.wire;

import java.util.Arrays;

/**
 * What has come and was not taken: the rest of a read, and the beginning of a record. Pure, of one connection.
 *
 * <p>Bytes are lent, not copied: only what has to outlive its read is, when that is {@linkplain #settle settled}.
 */
final class Inbox {
    private static final byte[] NOTHING = {};

    /** Above this, no more room is made than is needed: a full buffer and a read. */
    private static final int MOST_ROOM = 128 * 1024;

    private final Framing framing;
    private final int limit;
    private final Tail tail;
    private final Deframer deframer;
    private final Span in = new Span();
    private final Span record = new Span();
    /** The read that is being worked off, which is the caller's. */
    private byte[] lent = NOTHING;

    private boolean over;

    /** Looks how many records wait; null when nobody has asked since the last was taken. */
    private Deframer ahead;
    /** How far it has looked, from the start of what has come; and how many whole records it has seen. */
    private int looked;

    private int waiting;

    /** @param limit for the length of a record */
    Inbox(Framing framing, int limit, Tail tail) {
        this.framing = framing;
        this.limit = limit;
        this.tail = tail;
        this.deframer = framing.deframer(limit);
    }

    /** Adds a read, whose bytes are lent until {@link #settle}. */
    void add(byte[] read, int length) {
        if (in.length() == 0) {
            in.set(read, 0, length);
            lent = read;
            return;
        }
        int rest = in.length();
        byte[] joined = in.bytes;
        int from = in.from;
        if (joined.length - in.to < length) { // twice as much room as needed, so that many short reads do not cost much
            int needed = rest + length;
            int room = Math.max(needed, Math.min(2 * needed, MOST_ROOM));
            joined = Arrays.copyOfRange(in.bytes, in.from, in.from + room);
            from = 0;
        }
        System.arraycopy(read, 0, joined, from + rest, length);
        in.set(joined, from, from + rest + length);
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
        boolean found = deframer.next(in, record) || over && tail == Tail.RECORD && deframer.end(record);
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
        return lane.run(in, limit, out, full);
    }

    /** Whether at least {@code many} records wait to be taken. What has been looked through is not looked through again. */
    boolean waits(int many) {
        if (ahead == null) {
            if (!deframer.unfinished().isEmpty()) {
                return false; // where the rest of that record ends is only known when it is taken
            }
            ahead = framing.deframer(limit);
            looked = 0;
            waiting = 0;
        }
        Span rest = new Span();
        rest.set(in.bytes, in.from + looked, in.to);
        try {
            while (waiting < many && ahead.next(rest, new Span())) {
                waiting++;
            }
        } catch (FramingException e) {
            waiting = many; // what follows is no record, which is told when its turn comes
        }
        looked = rest.from - in.from;
        return waiting >= many;
    }

    /** What has come and was not taken, in bytes, and the beginning of a record. */
    int size() {
        return in.length() + deframer.held();
    }

    /** All the memory that is held between reads, in bytes. */
    long held() {
        long seenAhead = ahead == null ? 0 : ahead.memory();
        return in.bytes.length + record.bytes.length + deframer.memory() + seenAhead;
    }

    void clear() {
        in.set(NOTHING, 0, 0);
    }

    /** Gives back all memory: nothing of what has come is looked at again. */
    void forget() {
        clear();
        record.set(NOTHING, 0, 0);
        ahead = null;
        deframer.forget();
    }

    Fragment unfinished() {
        return deframer.unfinished();
    }
}
