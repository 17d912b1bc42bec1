package dev.parley.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a framing makes of a stream of bytes.
 *
 * @param fault why the rest of it is no record, or empty
 */
record Verdict(List<String> records, String fault) {
    private static final int ALL = Integer.MAX_VALUE;

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

    /** What {@code chunk} has to make of it: its pieces, up to the first that is over the limit. */
    static Verdict ofChunks(byte[] stream, int... splits) {
        List<String> records = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= splits.length; i++) {
            int to = i < splits.length ? splits[i] : stream.length;
            if (to - from > FramingSamples.LIMIT) {
                return new Verdict(
                        records, FramingException.tooLong(FramingSamples.LIMIT).getMessage());
            }
            if (from < to) {
                records.add(FramingSamples.latin(Arrays.copyOfRange(stream, from, to)));
            }
            from = to;
        }
        return new Verdict(records, "");
    }

    /**
     * Reads a stream as a wire does: each read goes into the same array, and whoever takes the records stops when he
     * likes and looks ahead when he likes.
     */
    static Verdict withStops(Framing framing, byte[] stream, Random random, int... splits) {
        Inbox inbox = new Inbox(framing, FramingSamples.LIMIT, Tail.RECORD, 1 + random.nextInt(12));
        List<String> records = new ArrayList<>();
        byte[] read = new byte[2 * stream.length];
        try {
            int from = 0;
            for (int i = 0; i <= splits.length; i++) {
                int to = i < splits.length ? splits[i] : stream.length;
                System.arraycopy(stream, from, read, inbox.room(), to - from);
                inbox.add(read, to - from);
                take(inbox, records, framing.readsAhead() ? random.nextInt(3) : ALL, random);
                inbox.settle(random.nextBoolean());
                from = to;
            }
            inbox.end();
            take(inbox, records, ALL, random);
            return new Verdict(records, "");
        } catch (FramingException e) {
            return new Verdict(records, e.getMessage());
        }
    }

    private static void take(Inbox inbox, List<String> records, int most, Random random) throws FramingException {
        for (int i = 0; i < most; i++) {
            int ahead = 1 + random.nextInt(3);
            boolean waits = !inbox.over() && random.nextInt(4) == 0 && inbox.waits(ahead);
            Span record = inbox.take();
            if (record == null) {
                if (waits) {
                    throw new AssertionError("no record, and one was said to wait");
                }
                return;
            }
            records.add(checked(record));
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
