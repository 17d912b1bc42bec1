package dev.parley.wire;

import io.vertx.core.buffer.Buffer;

/** Lines of text: LF or CRLF ends one that comes in, and what is left at the end is a last line. */
final class LineFraming extends Framing {
    private static final byte[] LF = {'\n'};

    private final byte[] ending;

    LineFraming(String ending) {
        this.ending = utf8(ending);
    }

    @Override
    Lane lane(Echoes echoes) {
        return new Lane(LF, true, echoes.endingWith(ending));
    }

    @Override
    public Object toJson() {
        return ending.length == 1 ? "line" : "crlf";
    }

    @Override
    void close(Out out, int start) {
        out.append(ending);
    }

    @Override
    Deframer deframer(int limit) {
        return new LineDeframer(limit);
    }

    private static final class LineDeframer extends DelimitedDeframer {
        LineDeframer(int limit) {
            super(limit, LF, 1); // the CR
        }

        @Override
        int bodyEnd(byte[] bytes, int from, int at) {
            return at > from && bytes[at - 1] == '\r' ? at - 1 : at;
        }

        /** The parser keeps an unfinished record to itself: a line end makes it a finished one. */
        @Override
        boolean end(Span record) throws FramingException {
            if (!holds()) {
                return false;
            }
            Buffer last = feed(new Span(LF), LF.length, Integer.MAX_VALUE);
            return crossed(record, last);
        }
    }
}
