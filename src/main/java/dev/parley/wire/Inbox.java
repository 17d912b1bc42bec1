package dev.parley.wire;

import java.util.Arrays;

/**
 * What has come and was not taken: the rest of a read, and the beginning of a record. Pure, of one connection.
 *
 * <p>Bytes are lent, not copied: only a rest that has to outlive its read is {@linkplain #keep kept}.
 */
final class Inbox {
    private static final byte[] NOTHING = {};

    private final Framing framing;
    private final int limit;
    private final Tail tail;
    private final Deframer deframer;
    private final Span in = new Span();
    private final Span record = new Span();
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

    /** Adds a read, whose bytes stay the caller's. */
    void add(byte[] read, int length) {
        if (in.length() == 0) {
            in.set(read, 0, length);
            return;
        }
        int rest = in.length();
        byte[] joined = in.bytes;
        int from = in.from;
        if (joined.length - in.to < length) { // twice as much room as needed, so that many short reads do not cost much
            joined = Arrays.copyOfRange(in.bytes, in.from, in.from + 2 * (rest + length));
            from = 0;
        }
        System.arraycopy(read, 0, joined, from + rest, length);
        in.set(joined, from, from + rest + length);
    }

    /** The caller wants his bytes back: copies what was not taken of them. */
    void keep(byte[] read) {
        if (in.bytes == read || in.length() == 0) {
            byte[] rest = in.length() == 0 ? NOTHING : in.copy();
            in.set(rest, 0, rest.length);
        }
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
     * @return a record that is only valid until the next call, or null when there is none that is whole
     */
    Span take() throws FramingException {
        if (ahead != null) {
            ahead = null;
        }
        boolean found = deframer.next(in, record) || over && tail == Tail.RECORD && deframer.end(record);
        return found ? record : null;
    }

    /** Whether at least {@code many} records wait to be taken. What has been looked through is not looked through again. */
    boolean waits(int many) {
        if (ahead == null) {
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

    /** What is held, in bytes: what was not taken, and the beginning of a record. */
    int size() {
        return in.length() + deframer.held();
    }

    void clear() {
        in.set(NOTHING, 0, 0);
    }

    Fragment unfinished() {
        return deframer.unfinished();
    }
}
