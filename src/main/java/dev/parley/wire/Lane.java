package dev.parley.wire;

/**
 * The fast path: takes records that lie whole in one read, and echoes them, in one loop over two arrays.
 *
 * <p>It decides nothing. Before a record that crosses reads, is too long, or has to be shown to a rule, it stops, and the
 * {@link Deframer} and the conversation go on; both ways come to the same bytes. Of one verticle instance.
 *
 * <p>What it is worth, in processor time of a server for each of 64 short names in a read, beside about 70 ns that the
 * kernel takes for them: 12 ns, where parser, rule and template took 37 ns (JDK 17, a virtual machine of two processors);
 * "Measure it yourself" in README.md tells how to see it.
 */
final class Lane {
    private final byte[] delimiter;
    private final boolean line;
    private final Echoes echoes;

    /**
     * @param delimiter ends a record that comes in
     * @param line whether a CR before it is not part of the record
     * @param echoes with what ends a record that goes out
     */
    Lane(byte[] delimiter, boolean line, Echoes echoes) {
        this.delimiter = delimiter;
        this.line = line;
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
        while (from < to && out.size() < full) {
            Echo echo = echoes.of(bytes[from] & 0xff); // before the search, which would be for nothing
            if (echo == null) {
                break;
            }
            int at = Swar.indexOf(delimiter, bytes, from, to);
            int end = line && at > from && bytes[at - 1] == '\r' ? at - 1 : at;
            if (end <= from || end - from > limit) { // it crosses reads, is empty, or too long
                break;
            }
            out.append(echo, bytes, from, end);
            from = at + delimiter.length;
            echoed++;
        }
        in.from = from;
        return echoed;
    }
}
