package dev.parley.wire;

/** Bytes that are no record, or a record that cannot be written: the conversation cannot go on. */
public final class FramingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Ending ending;

    /** Without a stack trace: a peer must not be able to make us fill one for each of its records. */
    private FramingException(Ending ending, String message) {
        super(message, null, false, false);
        this.ending = ending;
    }

    static FramingException broken(String message) {
        return new FramingException(Ending.BROKEN, message);
    }

    static FramingException tooLong(int limit) {
        return new FramingException(Ending.LIMIT, "a record longer than limits.record (" + limit + " bytes)");
    }

    Ending ending() {
        return ending;
    }
}
