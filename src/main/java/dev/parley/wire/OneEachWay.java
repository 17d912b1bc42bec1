package dev.parley.wire;

import io.vertx.core.json.JsonObject;

/** One framing for what comes in, another for what goes out. */
final class OneEachWay extends Framing {
    private final Framing in;
    private final Framing out;

    OneEachWay(Framing in, Framing out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Framing reversed() {
        return new OneEachWay(out.reversed(), in.reversed());
    }

    @Override
    public Object toJson() {
        return new JsonObject().put("in", in.toJson()).put("out", out.toJson());
    }

    @Override
    Deframer deframer(int limit) {
        return in.deframer(limit);
    }

    @Override
    boolean readsAhead() {
        return in.readsAhead();
    }

    @Override
    Boundary boundary() {
        return in.boundary();
    }

    @Override
    byte[] opening() {
        return out.opening();
    }

    @Override
    byte[] closing() {
        return out.closing();
    }

    @Override
    void seal(Out out, int start) throws FramingException {
        this.out.seal(out, start);
    }
}
