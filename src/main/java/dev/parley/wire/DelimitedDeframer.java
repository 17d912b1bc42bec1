package dev.parley.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/** Records that end with a delimiter. */
class DelimitedDeframer extends Deframer {
    private final Delimiter delimiter;
    private final int ending;
    /** What may be held: a record of the limit, and all of its delimiter but the last byte. */
    private final int most;

    DelimitedDeframer(int limit, Delimiter delimiter, int extra) {
        super(limit);
        this.delimiter = delimiter;
        this.ending = delimiter.bytes.length;
        this.most = limit + ending + extra;
    }

    @Override
    final RecordParser newParser() {
        return RecordParser.newDelimited(Buffer.buffer(delimiter.bytes));
    }

    @Override
    final boolean next(Span in, Span record) throws FramingException {
        return holds() ? goOn(in, record) : takeWhole(in, record);
    }

    private boolean takeWhole(Span in, Span record) throws FramingException {
        int from = in.from;
        int next = delimiter.next(in.bytes, from, in.to);
        if (next < 0) {
            if (in.length() > 0) {
                feed(in, in.to, most - 1);
            }
            return false;
        }
        in.from = next;
        return show(record, in.bytes, from, delimiter.end(in.bytes, from, next));
    }

    /**
     * A delimiter that began in an earlier read ends within the first bytes of this one: those are fed one by one. Any
     * other begins in this read, so it can be searched there.
     */
    private boolean goOn(Span in, Span record) throws FramingException {
        int start = in.from;
        Buffer whole = null;
        for (int i = 1; whole == null && i < ending && in.length() > 0; i++) {
            whole = feed(in, in.from + 1, most);
            if (whole == null && held() == most) {
                throw FramingException.tooLong(limit); // only a delimiter's last byte may come that late
            }
        }
        if (whole == null && in.length() > 0) {
            int next = delimiter.next(in.bytes, start, in.to);
            whole = next < 0 ? feed(in, in.to, most - 1) : feed(in, next, most);
        }
        return whole != null && crossed(record, whole);
    }

    /** The parser has taken the delimiter off. */
    final boolean crossed(Span record, Buffer whole) throws FramingException {
        byte[] bytes = whole.getBytes();
        return show(record, bytes, 0, delimiter.end(bytes, 0, bytes.length + ending));
    }
}
