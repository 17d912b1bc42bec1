package dev.parley.wire;

/** A PEM file cannot be used: the message tells what was expected and what there is. */
public final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;

    PemException(String key, String message) {
        super(message, null, false, false);
        this.key = key;
    }

    /** Which key of a configuration names the file. */
    String key() {
        return key;
    }
}
