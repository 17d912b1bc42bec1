package dev.parley.wire;

/** One framing for what comes in, another for what goes out. */
final class OneEachWay extends Framing {
    private final Framing in;
    private final Framing out;

    OneEachWay(Framing in, Framing out) {
        this.in = in;
        this.out = out;
    }

    @Override
    Deframer deframer(int limit) {
        return in.deframer(limit);
    }

    @Override
    void open(Out out) {
        this.out.open(out);
    }

    @Override
    void close(Out out, int start) throws FramingException {
        this.out.close(out, start);
    }
}
