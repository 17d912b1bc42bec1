package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import io.vertx.core.json.JsonObject;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An integer before each record tells its length. */
final class LengthFraming extends Framing {
    /** What the number counts. */
    enum Counts {
        BODY,
        ALL
    }

    private final int width;
    private final ByteOrder order;
    private final Counts counts;
    private final Boundary boundary = new Prefix();
    private final byte[] zeros;

    LengthFraming(int width, ByteOrder order, Counts counts) {
        this.width = width;
        this.order = order;
        this.counts = counts;
        this.zeros = new byte[width];
    }

    static Framing read(Section section) {
        return new LengthFraming(
                width(section.get("bytes")), order(section.get("order")), counts(section.get("counts")));
    }

    private static int width(Value value) {
        int width = value.integer(1, 8, "a length of 1, 2, 4 or 8 bytes");
        if (Integer.bitCount(width) != 1) {
            value.problem("a length of 1, 2, 4 or 8 bytes");
        }
        return width;
    }

    private static Counts counts(Value value) {
        String counts = value.absent() ? "body" : value.word("\"body\" or \"all\"", "body", "all");
        return counts.equals("body") ? Counts.BODY : Counts.ALL;
    }

    @Override
    public Object toJson() {
        JsonObject length = new JsonObject()
                .put("bytes", width)
                .put("order", order == ByteOrder.BIG_ENDIAN ? "big" : "little")
                .put("counts", counts == Counts.ALL ? "all" : "body");
        return new JsonObject().put("length", length);
    }

    @Override
    Boundary boundary() {
        return boundary;
    }

    /** What is told is known when the body is. */
    @Override
    byte[] opening() {
        return zeros;
    }

    @Override
    void seal(Out out, int start) throws FramingException {
        long body = out.size() - start - width;
        long told = counts == Counts.ALL ? body + width : body;
        if (width < 4 && told >>> (8 * width) != 0) {
            throw FramingException.broken(
                    "a record of " + body + " bytes for a length of " + width + " byte" + (width == 1 ? "" : "s"));
        }
        for (int i = 0; i < width; i++) {
            out.set(start + i, (byte) (told >>> shift(i)));
        }
    }

    private int shift(int i) {
        return 8 * (order == ByteOrder.BIG_ENDIAN ? width - 1 - i : i);
    }

    @Override
    Deframer deframer(int limit) {
        return new LengthDeframer(limit);
    }

    /** Takes turns: a fixed record that is the prefix, then one of the size that it told. */
    private final class LengthDeframer extends Deframer {
        private static final int PREFIX = -1;

        /** Bytes of the body that it is at, or {@link #PREFIX} while it is at a prefix. */
        private int body = PREFIX;

        private byte[] prefix = {};

        LengthDeframer(int limit) {
            super(limit);
        }

        @Override
        boolean next(Span in, Span record) throws FramingException {
            int next = holds() ? -1 : boundary.next(in.bytes, in.from, in.to);
            if (next < 0) {
                return goOn(in, record);
            }
            int from = in.from + width;
            in.from = next;
            return show(record, in.bytes, from, next);
        }

        private boolean goOn(Span in, Span record) throws FramingException {
            int start = in.from;
            if (body == PREFIX) {
                if (!take(in, width, record)) {
                    return false;
                }
                prefix = record.copy();
                body = length(prefix, 0);
            }
            if (!take(in, body, record)) {
                if (in.length() > 0 && in.from == start + width) { // it is left, and what tells its length with it
                    in.from = start;
                    body = PREFIX;
                }
                return false;
            }
            body = PREFIX;
            return true;
        }

        private boolean take(Span in, int size, Span record) {
            if (held() > 0 || in.length() < size) {
                return fill(in, size, record);
            }
            record.set(in.bytes, in.from, in.from + size);
            in.from += size;
            return true;
        }

        private int length(byte[] bytes, int at) throws FramingException {
            long told = told(bytes, at);
            if (counts == Counts.ALL && Long.compareUnsigned(told, width) < 0) {
                throw FramingException.broken(
                        "a length of " + told + " bytes, less than the " + width + " that tell it");
            }
            long length = body(told);
            if (Long.compareUnsigned(length, limit) > 0) {
                throw FramingException.tooLong(limit);
            }
            return (int) length;
        }

        /** The prefix is a part of the record as well. */
        @Override
        Fragment unfinished() {
            Fragment rest = super.unfinished();
            if (body == PREFIX) {
                return rest;
            }
            byte[] shown = Arrays.copyOf(prefix, width + rest.shown().length);
            System.arraycopy(rest.shown(), 0, shown, width, rest.shown().length);
            return new Fragment(shown, width + rest.length(), rest.checksum());
        }

        /** Nothing but a prefix, too. */
        @Override
        boolean holds() {
            return body != PREFIX || super.holds();
        }

        @Override
        boolean end(Span record) throws FramingException {
            if (body != PREFIX && held() == 0) {
                throw FramingException.broken("the end within a record, after its length of " + body + " bytes");
            }
            return super.end(record);
        }
    }

    /** What an integer tells. */
    private long told(byte[] bytes, int at) {
        long told = 0;
        for (int i = 0; i < width; i++) {
            told |= (bytes[at + i] & 0xffL) << shift(i);
        }
        return told;
    }

    private long body(long told) {
        return counts == Counts.ALL ? told - width : told;
    }

    /** The integer before a body tells where it ends; one that nobody could mean is left to who tells what is wrong. */
    private final class Prefix implements Boundary {
        @Override
        public int lead() {
            return width;
        }

        @Override
        public int next(byte[] bytes, int from, int to) {
            if (width > to - from) {
                return -1;
            }
            long length = body(told(bytes, from));
            return length >= 0 && length <= to - from - width ? from + width + (int) length : -1;
        }

        @Override
        public int end(byte[] bytes, int body, int next) {
            return next;
        }
    }
}
