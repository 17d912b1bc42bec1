package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.parsetools.RecordParser;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Cuts the bytes of one connection into records, one at a time.
 *
 * <p>Records that lie whole in one read are taken straight out of it, without a copy. A {@link RecordParser} holds the
 * others until they are whole. It is handed just the bytes up to the end of its record, never more, so that reading can
 * stop after any record and the rest of the read stays where it is; and the size of its record as soon as that is seen,
 * since it would look at each byte for a delimiter, which takes twenty times as long as {@link Swar} does.
 */
abstract class Deframer {
    /** Bytes of an unfinished record that are kept at hand to tell what came. */
    private static final int SHOWN = 120;

    private static final int HALF_A_REGION = 512 * 1024;

    /** No longer beginning of a record is left to be joined with the next read, so that both go into two reads' room. */
    private static final int MOST_LEFT = ReadBuffers.SIZE;

    final int limit;
    private RecordParser parser;
    private byte[] shown;
    private CRC32 checksum;
    private Buffer crossed;
    private int held;
    private int leftFrom = Integer.MAX_VALUE;

    Deframer(int limit) {
        this.limit = limit;
    }

    /**
     * Takes the next record off the front of {@code in}.
     *
     * @param in what has come; its start moves beyond the record, or to its end when the record goes on in a later read,
     *     or stays where it is when the beginning of the record is {@linkplain #leaveFrom left}
     * @param record is moved to the record that was found
     * @return whether there was a whole record
     * @throws FramingException when these bytes are no record, or one over the limit
     */
    abstract boolean next(Span in, Span record) throws FramingException;

    /** From how many bytes on the beginning of a record is left where it is, and not handed to the parser. */
    final void leaveFrom(int length) {
        leftFrom = length;
    }

    /**
     * Tells that no more bytes will come.
     *
     * @return whether what is left is a last record
     * @throws FramingException when what is left is only a part of one
     */
    boolean end(Span record) throws FramingException {
        if (held > 0) {
            throw FramingException.broken("the end within a record, after " + held + " bytes of it");
        }
        return false;
    }

    /** Whether the beginning of a record is held here. */
    boolean holds() {
        return held > 0;
    }

    /** The beginning of an unfinished record. */
    Fragment unfinished() {
        return held == 0
                ? Fragment.NONE
                : new Fragment(Arrays.copyOf(shown, Math.min(held, SHOWN)), held, checksum.getValue());
    }

    /**
     * Hands bytes to the parser, which holds them until its record is complete; or leaves them.
     *
     * @param size of that record, in bytes
     * @param record is moved to what the parser makes of them, if that is complete
     * @return whether it is
     */
    final boolean feed(Span in, int to, int size, Span record) {
        int more = to - in.from;
        if (held == 0 && more >= leftFrom && more <= MOST_LEFT) {
            return false;
        }
        if (parser == null) { // most connections never need one
            parser = RecordParser.newFixed(1).handler(whole -> crossed = whole);
            shown = new byte[SHOWN];
            checksum = new CRC32();
        }
        parser.fixedSizeMode(size);
        parser.handle(BufferInternal.buffer(Unpooled.wrappedBuffer(in.bytes, in.from, more))); // it copies them
        if (crossed == null) {
            keepInMind(in, more);
            held += more;
        } else {
            ByteBuf whole = ((BufferInternal) crossed).getByteBuf();
            int start = whole.arrayOffset() + whole.readerIndex();
            record.set(whole.array(), start, start + whole.readableBytes());
            crossed = null;
            held = 0;
        }
        in.from = to;
        return held == 0;
    }

    /** The same up to where a record of that size ends, as far as it has come. */
    final boolean fill(Span in, int size, Span record) {
        return in.length() > 0 && feed(in, in.from + Math.min(in.length(), size - held), size, record);
    }

    private void keepInMind(Span in, int more) {
        if (held == 0) {
            checksum.reset();
        }
        checksum.update(in.bytes, in.from, more);
        if (held < SHOWN) {
            System.arraycopy(in.bytes, in.from, shown, held, Math.min(more, SHOWN - held));
        }
    }

    final int held() {
        return held;
    }

    /**
     * What the beginning of a record takes of the heap, in bytes: the parser doubles its room as it grows, and a heap of
     * regions keeps whole ones for what is longer than half of one, which may be half a MiB. The next room counts a little
     * before it is taken. Peers that send at one pace have theirs full in one round, often to the byte, since reads are
     * powers of two as well; sixty of them took twice the budget in that round before any was stopped.
     */
    final long memory() {
        return memory(held);
    }

    static long memory(int held) {
        long soon = held + held / 8L;
        long room = soon == 0 ? 0 : Long.highestOneBit(2 * soon - 1);
        return room < HALF_A_REGION ? room : 2 * room;
    }

    final void forget() {
        parser = null;
        held = 0;
    }

    final boolean show(Span record, byte[] bytes, int from, int to) throws FramingException {
        if (to - from > limit) {
            throw FramingException.tooLong(limit);
        }
        record.set(bytes, from, to);
        return true;
    }
}
