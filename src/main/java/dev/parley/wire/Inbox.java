package dev.parley.wire;

import java.util.Arrays;

/**
 * What has come and was not taken: the rest of a read, and the beginning of a record. Pure, of one connection.
 *
 * <p>Bytes are lent, not copied: only a rest that has to outlive its read is {@linkplain #keep kept}.
 */
final class Inbox {
    private final Deframer deframer;
    private final Tail tail;
    private final Span in = new Span();
    private final Span record = new Span();
    private boolean over;

    Inbox(Deframer deframer, Tail tail) {
        this.deframer = deframer;
        this.tail = tail;
    }

    /** Adds a read, whose bytes stay the caller's. */
    void add(byte[] read, int length) {
        if (in.length() == 0) {
            in.set(read, 0, length);
            return;
        }
        byte[] joined = Arrays.copyOfRange(in.bytes, in.from, in.to + length);
        System.arraycopy(read, 0, joined, in.length(), length);
        in.set(joined, 0, joined.length);
    }

    /** The caller wants his bytes back: copies what was not taken of them. */
    void keep(byte[] read) {
        if (in.bytes == read) {
            byte[] rest = in.length() == 0 ? NOTHING : in.copy();
            in.set(rest, 0, rest.length);
        }
    }

    private static final byte[] NOTHING = {};

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
        boolean found = deframer.next(in, record) || over && tail == Tail.RECORD && deframer.end(record);
        return found ? record : null;
    }

    void clear() {
        in.set(NOTHING, 0, 0);
    }

    Fragment unfinished() {
        return deframer.unfinished();
    }
}
