package dev.parley.wire;

import java.util.Arrays;

/** Records that end with a delimiter. */
class DelimitedDeframer extends Deframer {
    /** For the parser, until the delimiter is seen. */
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final Delimiter delimiter;
    private final int ending;
    /** What may be held: a record of the limit, and all of its delimiter but the last byte. */
    private final int most;
    /** The last bytes of what is held, where its delimiter may have begun. */
    private byte[] tail = {};

    DelimitedDeframer(int limit, Delimiter delimiter, int extra) {
        super(limit);
        this.delimiter = delimiter;
        this.ending = delimiter.bytes.length;
        this.most = limit + ending - 1 + extra;
    }

    @Override
    final boolean next(Span in, Span record) throws FramingException {
        return holds() ? goOn(in, record) : takeWhole(in, record);
    }

    private boolean takeWhole(Span in, Span record) throws FramingException {
        int from = in.from;
        int next = delimiter.next(in.bytes, from, in.to);
        if (next < 0) {
            hold(in, record);
            return false;
        }
        in.from = next;
        return show(record, in.bytes, from, delimiter.end(in.bytes, from, next));
    }

    final boolean goOn(Span in, Span record) throws FramingException {
        int next = endAcrossReads(in);
        if (next < 0) {
            next = delimiter.next(in.bytes, in.from, in.to);
        }
        if (next < 0) {
            hold(in, record);
            return false;
        }
        feed(in, next, held() + next - in.from, record);
        return show(record, record.bytes, record.from, delimiter.end(record.bytes, record.from, record.to));
    }

    private void hold(Span in, Span record) throws FramingException {
        if (held() > most - in.length()) {
            throw FramingException.tooLong(limit);
        }
        if (in.length() > 0) {
            keepTail(in);
            feed(in, in.to, UNKNOWN, record);
        }
    }

    private void keepTail(Span in) {
        int fresh = Math.min(in.length(), ending - 1);
        int old = holds() ? Math.min(tail.length, ending - 1 - fresh) : 0;
        byte[] kept = Arrays.copyOfRange(tail, tail.length - old, tail.length + fresh);
        System.arraycopy(in.bytes, in.to - fresh, kept, old, fresh);
        tail = kept;
    }

    /** Where a delimiter ends that began in an earlier read; or -1. */
    private int endAcrossReads(Span in) {
        if (tail.length == 0) {
            return -1;
        }
        int more = Math.min(in.length(), ending - 1);
        byte[] seam = Arrays.copyOf(tail, tail.length + more);
        System.arraycopy(in.bytes, in.from, seam, tail.length, more);
        int end = delimiter.next(seam, 0, seam.length);
        return end < 0 ? -1 : in.from + end - tail.length;
    }
}
