package dev.parley.fetch;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** The coding {@code gzip} (RFC 1952): one member or several, each with its own header, and its sum and size checked. */
final class Gzip implements Coding {
    private static final int FIXED_BYTES = 10;
    private static final int RESERVED_FLAGS = 0xe0;

    /** What the next byte belongs to, in the order of a member; some parts are only there when their flag is set. */
    private enum State {
        FIXED(0),
        EXTRA_LENGTH(0x04),
        EXTRA(0x04),
        NAME(0x08),
        COMMENT(0x10),
        HEADER_SUM(0x02),
        DATA(0),
        TRAILER(0);

        private final int flag;

        State(int flag) {
            this.flag = flag;
        }

        boolean within(int flags) {
            return (flags & flag) == flag;
        }

        State next() {
            return values()[(ordinal() + 1) % values().length];
        }
    }

    private final Inflater inflater = new Inflater(true);
    private final byte[] piece = new byte[PIECE];
    private final CRC32 headerSum = new CRC32();
    private final CRC32 sum = new CRC32();
    private byte[] in = {};
    private int at;
    private State state = State.FIXED;
    /** Bytes seen of what {@link #state} says, and the little-endian number that they are. */
    private int seen;

    private long number;
    private int flags;
    private int extra;
    private int members;

    @Override
    public void put(Buffer chunk) {
        in = chunk.getBytes();
        at = 0;
        if (state == State.DATA) {
            inflater.setInput(in);
        }
    }

    @Override
    public Buffer take() throws ZipException {
        while (true) {
            if (state == State.DATA) {
                int length = inflate();
                if (length > 0) {
                    return Buffer.buffer(length).appendBytes(piece, 0, length);
                }
                if (!inflater.finished()) {
                    return null;
                }
                at = in.length - inflater.getRemaining();
                nextIf(true);
            }
            if (at == in.length) {
                return null;
            }
            read(in[at++] & 0xff);
        }
    }

    private int inflate() throws ZipException {
        try {
            int length = inflater.inflate(piece);
            sum.update(piece, 0, length);
            return length;
        } catch (DataFormatException e) {
            throw new ZipException("gzip is corrupt (" + e.getMessage() + ")");
        }
    }

    private void read(int b) throws ZipException {
        if (state.compareTo(State.HEADER_SUM) < 0) {
            headerSum.update(b);
        }
        if (seen < 8) {
            number |= (long) b << 8 * seen;
        }
        seen++;
        switch (state) {
            case FIXED -> fixed(b);
            case EXTRA_LENGTH -> nextIf(seen == 2);
            case EXTRA -> nextIf(seen == extra);
            case NAME, COMMENT -> nextIf(b == 0);
            case HEADER_SUM -> headerSum();
            case TRAILER -> trailer();
            default -> throw new AssertionError(state);
        }
    }

    private void fixed(int b) throws ZipException {
        boolean fits = switch (seen) {
            case 1 -> b == 0x1f;
            case 2 -> b == 0x8b;
            case 3 -> b == 8;
            default -> true;
        };
        require(fits, members == 0 ? "expected gzip, got something else" : "gzip has garbage after its end");
        if (seen == 4) {
            require((b & RESERVED_FLAGS) == 0, "gzip has flags of a later version");
            flags = b;
        }
        nextIf(seen == FIXED_BYTES);
    }

    private void headerSum() throws ZipException {
        require(seen < 2 || number == (headerSum.getValue() & 0xffff), "gzip has a corrupt header");
        nextIf(seen == 2);
    }

    private void trailer() throws ZipException {
        if (seen == 8) {
            long size = inflater.getBytesWritten() & 0xffffffffL;
            require((number & 0xffffffffL) == sum.getValue() && number >>> 32 == size, "gzip has a wrong sum or size");
            members++;
        }
        nextIf(seen == 8);
    }

    private void nextIf(boolean over) {
        if (!over) {
            return;
        }
        if (state == State.EXTRA_LENGTH) {
            extra = (int) number;
        }
        do {
            state = state.next();
        } while (!state.within(flags) || state == State.EXTRA && extra == 0);
        seen = 0;
        number = 0;
        if (state == State.DATA) {
            sum.reset();
            inflater.reset();
            inflater.setInput(in, at, in.length - at);
        } else if (state == State.FIXED) {
            headerSum.reset();
        }
    }

    private static void require(boolean right, String otherwise) throws ZipException {
        if (!right) {
            throw new ZipException(otherwise);
        }
    }

    @Override
    public void end() throws ZipException {
        require(state == State.FIXED && seen == 0 && members > 0, "gzip is cut short");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
