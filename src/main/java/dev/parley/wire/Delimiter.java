package dev.parley.wire;

/** A sequence of bytes that ends a record. */
final class Delimiter implements Boundary {
    final byte[] bytes;
    private final boolean line;

    /**
     * @param bytes one or more
     * @param line whether a CR before it is not part of the record
     */
    Delimiter(byte[] bytes, boolean line) {
        this.bytes = bytes;
        this.line = line;
    }

    @Override
    public int lead() {
        return 0;
    }

    @Override
    public int next(byte[] in, int from, int to) {
        int at = Swar.indexOf(bytes, in, from, to);
        return at < 0 ? -1 : at + bytes.length;
    }

    @Override
    public int end(byte[] in, int body, int next) {
        int at = next - bytes.length;
        return line && at > body && in[at - 1] == '\r' ? at - 1 : at;
    }
}
