package dev.parley.wire;

/**
 * What one read brings is one record, as in the tutorial: simple, and only right as long as the peers take turns, since
 * TCP keeps bytes in order but not in pieces.
 */
final class ChunkFraming extends Framing {
    @Override
    public Object toJson() {
        return "chunk";
    }

    @Override
    Deframer deframer(int limit) {
        return new Deframer(limit) {
            @Override
            boolean next(Span in, Span record) throws FramingException {
                int from = in.from;
                in.from = in.to;
                return from < in.to && show(record, in.bytes, from, in.to);
            }
        };
    }

    @Override
    boolean readsAhead() {
        return false;
    }
}
