package dev.parley.bench;

/** Why there is no result; the message is a line for people. */
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchException(String message) {
        super(message);
    }
}
