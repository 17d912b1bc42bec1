package dev.parley.wire;

/** Where a record ends whose beginning is known, of one framing. Without state: a record is whole, or is not seen. */
interface Boundary {
    /** How many bytes stand before the body. */
    int lead();

    /**
     * Where the record ends that begins at {@code from}, and the next begins.
     *
     * @return -1 where it is not whole before {@code to}, or no record at all
     */
    int next(byte[] bytes, int from, int to);

    /** Where the body ends that begins at {@code body}, of a record that ends at {@code next}. */
    int end(byte[] bytes, int body, int next);
}
