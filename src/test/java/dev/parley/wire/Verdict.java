package dev.parley.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a framing makes of a stream of bytes.
 *
 * @param fault why the rest of it is no record, or empty
 */
record Verdict(List<String> records, String fault) {
    /**
     * Reads a stream that comes in pieces.
     *
     * @param splits where one piece ends and the next begins, in order
     * @throws AssertionError where a record is over the limit, or bytes stay behind that nobody will look at again
     */
    static Verdict on(Framing framing, byte[] stream, int... splits) {
        Deframer deframer = framing.deframer(FramingSamples.LIMIT);
        List<String> records = new ArrayList<>();
        Span in = new Span();
        Span record = new Span();
        try {
            int from = 0;
            for (int i = 0; i <= splits.length; i++) {
                int to = i < splits.length ? splits[i] : stream.length;
                byte[] piece = Arrays.copyOfRange(stream, from, to); // nothing may be read from beyond it
                in.set(piece, 0, piece.length);
                while (deframer.next(in, record)) {
                    records.add(checked(record));
                }
                if (in.length() > 0) {
                    throw new AssertionError(in.length() + " bytes are stuck");
                }
                from = to;
            }
            while (deframer.end(record)) {
                records.add(checked(record));
            }
            return new Verdict(records, "");
        } catch (FramingException e) {
            return new Verdict(records, e.getMessage());
        }
    }

    private static String checked(Span record) {
        if (record.length() > FramingSamples.LIMIT) {
            throw new AssertionError("a record of " + record.length() + " bytes");
        }
        return FramingSamples.latin(record);
    }

    /** Piece by piece of this size. */
    static int[] every(int size, byte[] stream) {
        int[] splits = new int[Math.max(0, (stream.length - 1) / size)];
        Arrays.setAll(splits, i -> (i + 1) * size);
        return splits;
    }
}
