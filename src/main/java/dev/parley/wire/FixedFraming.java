package dev.parley.wire;

import dev.parley.config.Value;
import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;

/** Records of one size; shorter ones are filled up with a padding byte, if there is one. */
final class FixedFraming extends Framing {
    private final int size;
    private final OptionalInt pad;
    private final Boundary boundary = new Padded();

    FixedFraming(int size, OptionalInt pad) {
        this.size = size;
        this.pad = pad;
    }

    static Framing read(Value fixed, Value pad, Limits limits) {
        int size = fixed.size(1, limits.record());
        return new FixedFraming(size, pad.absent() ? OptionalInt.empty() : OptionalInt.of(padding(pad)));
    }

    private static int padding(Value pad) {
        String wish = "a padding byte: a number from 0 to 255, or one byte as text, hex or base64";
        if (pad.isNumber()) {
            return pad.integer(0, 255, wish);
        }
        byte[] bytes = pad.bytes();
        if (bytes.length != 1) {
            pad.problem(wish);
            return 0;
        }
        return bytes[0] & 0xff;
    }

    @Override
    public Object toJson() {
        JsonObject json = new JsonObject().put("fixed", size);
        pad.ifPresent(octet -> json.put("pad", octet));
        return json;
    }

    @Override
    Deframer deframer(int limit) {
        return new FixedDeframer(limit);
    }

    @Override
    Boundary boundary() {
        return boundary;
    }

    @Override
    void seal(Out out, int start) throws FramingException {
        int length = out.size() - start;
        if (length > size) {
            throw FramingException.broken("a record of " + length + " bytes for a fixed size of " + size);
        }
        if (length < size && pad.isEmpty()) {
            throw FramingException.broken(
                    "a record of " + length + " bytes for a fixed size of " + size + " without \"pad\"");
        }
        for (int i = length; i < size; i++) {
            out.append((byte) pad.getAsInt());
        }
    }

    private final class FixedDeframer extends Deframer {
        FixedDeframer(int limit) {
            super(limit);
        }

        @Override
        boolean next(Span in, Span record) throws FramingException {
            int next = holds() ? -1 : boundary.next(in.bytes, in.from, in.to);
            if (next >= 0) {
                int from = in.from;
                in.from = next;
                return show(record, in.bytes, from, boundary.end(in.bytes, from, next));
            }
            return fill(in, size, record)
                    && show(record, record.bytes, record.from, boundary.end(record.bytes, record.from, record.to));
        }
    }

    /** The padding at the end is not part of the body. */
    private final class Padded implements Boundary {
        @Override
        public int lead() {
            return 0;
        }

        @Override
        public int next(byte[] bytes, int from, int to) {
            return size <= to - from ? from + size : -1;
        }

        @Override
        public int end(byte[] bytes, int body, int next) {
            int end = next;
            while (pad.isPresent() && end > body && (bytes[end - 1] & 0xff) == pad.getAsInt()) {
                end--;
            }
            return end;
        }
    }
}
