package dev.parley.wire;

/** Lines of text: LF or CRLF ends one that comes in, and what is left at the end is a last line. */
final class LineFraming extends Framing {
    private static final byte[] LF = {'\n'};
    private static final Delimiter LINE_END = new Delimiter(LF, true);

    private final byte[] ending;

    LineFraming(String ending) {
        this.ending = utf8(ending);
    }

    @Override
    public Object toJson() {
        return ending.length == 1 ? "line" : "crlf";
    }

    @Override
    Boundary boundary() {
        return LINE_END;
    }

    @Override
    Deframer deframer(int limit) {
        return new LineDeframer(limit);
    }

    @Override
    byte[] closing() {
        return ending;
    }

    private static final class LineDeframer extends DelimitedDeframer {
        LineDeframer(int limit) {
            super(limit, LINE_END, 1); // the CR
        }

        /** A line end of our own finishes it. */
        @Override
        boolean end(Span record) throws FramingException {
            return holds() && goOn(new Span(LF), record);
        }
    }
}
