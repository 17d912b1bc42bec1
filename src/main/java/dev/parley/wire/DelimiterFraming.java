package dev.parley.wire;

import dev.parley.config.Bytes;
import dev.parley.config.Value;
import io.vertx.core.json.JsonObject;

/** A sequence of bytes ends each record, and does not occur in one. */
final class DelimiterFraming extends Framing {
    private final Delimiter delimiter;

    DelimiterFraming(byte[] delimiter) {
        this.delimiter = new Delimiter(delimiter, false);
    }

    static Framing read(Value value) {
        byte[] delimiter = value.bytes();
        if (delimiter.length == 0) {
            value.complain("expected a delimiter of one byte or more, got none");
            return LINE;
        }
        return new DelimiterFraming(delimiter);
    }

    @Override
    public Object toJson() {
        return new JsonObject().put("delimiter", Bytes.toJson(delimiter.bytes));
    }

    @Override
    Boundary boundary() {
        return delimiter;
    }

    @Override
    Deframer deframer(int limit) {
        return new DelimitedDeframer(limit, delimiter, 0);
    }

    @Override
    byte[] closing() {
        return delimiter.bytes;
    }
}
