package dev.parley.fetch;

import java.time.Duration;
import java.util.Optional;

/** Why a download ended without a file: one line for people, and what it means for another try and for the part. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the download failed of. */
    private enum Kind {
        /** Something is wrong with what was asked for, with the answer, or with the disk. */
        WRONG,
        /** The server says that it cannot just now. */
        BUSY,
        /** The network, or the server without a word. */
        CUT,
        /** We were told to end it, or cannot even look for the server. */
        ENDED
    }

    private final Kind kind;
    private final transient Optional<Duration> asked;

    private Failure(Kind kind, String line, Optional<Duration> asked) {
        super(line, null, false, false);
        this.kind = kind;
        this.asked = asked;
    }

    static Failure wrong(String line) {
        return new Failure(Kind.WRONG, line, Optional.empty());
    }

    /** @param asked how long the server wants to be left alone, if it says */
    static Failure busy(String line, Optional<Duration> asked) {
        return new Failure(Kind.BUSY, line, asked);
    }

    static Failure cut(String line) {
        return new Failure(Kind.CUT, line, Optional.empty());
    }

    static Failure ended(String line) {
        return new Failure(Kind.ENDED, line, Optional.empty());
    }

    /** Whether another try may mend it. */
    boolean mendable() {
        return kind == Kind.BUSY || kind == Kind.CUT;
    }

    /** Whether what came before it is still the beginning of the right file. */
    boolean spares() {
        return kind == Kind.CUT || kind == Kind.ENDED;
    }

    /** How long the server wants to be left alone. */
    Optional<Duration> asked() {
        return asked;
    }
}
