package dev.parley.wire;

/**
 * The fast path: takes records that lie whole in one read, and echoes them, in one loop over two arrays.
 *
 * <p>It decides nothing. Before a record that crosses reads, is too long, cannot be answered, or has to be shown to a
 * rule, it stops, and the {@link Deframer} and the conversation go on; both ways come to the same bytes. Of one verticle
 * instance.
 *
 * <p>What it is worth, in processor time of a server for each of 64 short names in a read, beside about 70 ns that the
 * kernel takes for them: 12 ns, where parser, rule and template took 37 ns (JDK 17, a virtual machine of two processors);
 * "Measure it yourself" in README.md tells how to see it.
 */
final class Lane {
    private final Boundary boundary;
    private final Framing framing;
    private final Echoes echoes;

    /**
     * @param boundary of the records that come in
     * @param framing of those that go out
     * @param echoes with what that framing puts around a record
     */
    Lane(Boundary boundary, Framing framing, Echoes echoes) {
        this.boundary = boundary;
        this.framing = framing;
        this.echoes = echoes;
    }

    /**
     * Echoes what can be.
     *
     * @param in what has come, from the start of a record; its start moves behind the last that was echoed
     * @param limit the most bytes of a record
     * @param out what is said; no more is added once it holds {@code full} bytes
     * @return how many were echoed
     */
    int run(Span in, int limit, Out out, int full) {
        byte[] bytes = in.bytes; // in locals, which stay in registers
        int from = in.from;
        int to = in.to;
        int echoed = 0;
        Echo empty = echoes.of(Echoes.EMPTY);
        while (from < to && out.size() < full) {
            int body = from + boundary.lead();
            Echo echo = body < to ? echoes.of(bytes[body] & 0xff) : empty;
            if (echo == null && empty == null) { // before the search, which would be for nothing
                break;
            }
            int next = boundary.next(bytes, from, to);
            if (next < 0) { // it crosses reads, or is none
                break;
            }
            int length = boundary.end(bytes, body, next) - body;
            echo = length > 0 ? echo : empty;
            if (echo == null || length > limit || !append(echo, bytes, body, length, out)) {
                break;
            }
            from = next;
            echoed++;
        }
        in.from = from;
        return echoed;
    }

    private boolean append(Echo echo, byte[] bytes, int from, int length, Out out) {
        int start = out.size();
        byte[] said = out.room(echo.room + length); // one look for all three
        int at = Swar.copyAround(echo.before, said, start, echo.beforeLength);
        at = Swar.copyLoosely(bytes, from, said, at, length);
        out.resize(Swar.copyAround(echo.after, said, at, echo.afterLength));
        try {
            framing.seal(out, start);
            return true;
        } catch (FramingException e) {
            out.resize(start);
            return false;
        }
    }
}
