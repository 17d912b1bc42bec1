package dev.parley.fetch;

/** Why a download ended without a file: one line for people, and whether another try may mend it. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mendable;

    private Failure(String line, boolean mendable) {
        super(line, null, false, false);
        this.mendable = mendable;
    }

    static Failure lasting(String line) {
        return new Failure(line, false);
    }

    static Failure passing(String line) {
        return new Failure(line, true);
    }

    boolean mendable() {
        return mendable;
    }
}
