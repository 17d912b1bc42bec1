package dev.parley.fetch;

import io.vertx.core.buffer.Buffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** The coding {@code deflate}: as defined in a zlib wrapper, and bare as some servers send it. */
final class Deflate implements Coding {
    private final byte[] piece = new byte[PIECE];
    private Buffer opening = Buffer.buffer();
    private Inflater inflater;

    @Override
    public void put(Buffer chunk) {
        if (inflater != null) {
            inflater.setInput(chunk.getBytes());
            return;
        }
        opening.appendBuffer(chunk);
        if (opening.length() >= 2) {
            inflater = new Inflater(!wrapped(opening));
            inflater.setInput(opening.getBytes());
            opening = null;
        }
    }

    /** Whether the first two bytes are a zlib header: method 8, a window that exists, and a sum that fits. */
    private static boolean wrapped(Buffer opening) {
        int method = opening.getUnsignedByte(0);
        return (method & 0x0f) == 8 && method >> 4 <= 7 && opening.getUnsignedShort(0) % 31 == 0;
    }

    @Override
    public Buffer take() throws ZipException {
        if (inflater == null) {
            return null;
        }
        try {
            int length = inflater.inflate(piece);
            if (length > 0) {
                return Buffer.buffer(length).appendBytes(piece, 0, length);
            }
        } catch (DataFormatException e) {
            throw new ZipException("deflate is corrupt (" + e.getMessage() + ")");
        }
        if (inflater.needsDictionary()) {
            throw new ZipException("deflate needs a dictionary that nobody has");
        }
        if (inflater.finished() && inflater.getRemaining() > 0) {
            throw new ZipException("deflate has garbage after its end");
        }
        return null;
    }

    @Override
    public void end() throws ZipException {
        if (inflater == null || !inflater.finished()) {
            throw new ZipException("deflate is cut short");
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
