package dev.parley.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/** Records that end with a delimiter. */
class DelimitedDeframer extends Deframer {
    private final byte[] delimiter;
    /** What may be held: a record of the limit, and all of its delimiter but the last byte. */
    private final int most;

    DelimitedDeframer(int limit, byte[] delimiter, int extra) {
        super(limit);
        this.delimiter = delimiter;
        this.most = limit + delimiter.length + extra;
    }

    @Override
    final RecordParser newParser() {
        return RecordParser.newDelimited(Buffer.buffer(delimiter));
    }

    @Override
    final boolean next(Span in, Span record) throws FramingException {
        return holds() ? goOn(in, record) : takeWhole(in, record);
    }

    private boolean takeWhole(Span in, Span record) throws FramingException {
        int at = Swar.indexOf(delimiter, in.bytes, in.from, in.to);
        if (at < 0) {
            if (in.length() > 0) {
                feed(in, in.to, most - 1);
            }
            return false;
        }
        int from = in.from;
        in.from = at + delimiter.length;
        return show(record, in.bytes, from, bodyEnd(in.bytes, from, at));
    }

    /**
     * A delimiter that began in an earlier read ends within the first bytes of this one: those are fed one by one. Any
     * other begins in this read, so it can be searched there.
     */
    private boolean goOn(Span in, Span record) throws FramingException {
        int start = in.from;
        Buffer whole = null;
        for (int i = 1; whole == null && i < delimiter.length && in.length() > 0; i++) {
            whole = feed(in, in.from + 1, most);
            if (whole == null && held() == most) {
                throw FramingException.tooLong(limit); // only a delimiter's last byte may come that late
            }
        }
        if (whole == null && in.length() > 0) {
            int at = Swar.indexOf(delimiter, in.bytes, start, in.to);
            whole = at < 0 ? feed(in, in.to, most - 1) : feed(in, at + delimiter.length, most);
        }
        return whole != null && crossed(record, whole);
    }

    final boolean crossed(Span record, Buffer whole) throws FramingException {
        byte[] bytes = whole.getBytes();
        return show(record, bytes, 0, bodyEnd(bytes, 0, bytes.length));
    }

    /** Where the record ends that has its delimiter at {@code at}. */
    int bodyEnd(byte[] bytes, int from, int at) {
        return at;
    }
}
