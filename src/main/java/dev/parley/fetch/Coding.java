package dev.parley.fetch;

import dev.parley.report.Printable;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * How a body is coded: chunks in as they came, pieces out as they are saved.
 *
 * <p>Whoever saves asks for piece after piece and so sets the pace: a chunk that unfolds to a thousand times its size
 * does so at most {@link #PIECE} bytes at a time.
 */
interface Coding extends AutoCloseable {
    int PIECE = 64 * 1024;

    /** Hands in the next chunk; only when {@link #take} has nothing more. */
    void put(Buffer chunk);

    /** The next piece, or null when another chunk is needed first. */
    Buffer take() throws ZipException;

    /** Whether what is saved is what came. */
    default boolean plain() {
        return false;
    }

    /** The body is over: throws unless it is whole. */
    void end() throws ZipException;

    @Override
    default void close() {}

    /**
     * The coding that {@code Content-Encoding} names.
     *
     * @throws Failure when it names one that is not known, or several
     */
    static Coding of(List<String> contentEncodings) {
        List<String> named = contentEncodings.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty() && !value.equals("identity"))
                .toList();
        return switch (String.join(", ", named)) {
            case "" -> new Plain();
            case "gzip", "x-gzip" -> new Gzip();
            case "deflate" -> new Deflate();
            default ->
                throw Failure.wrong("Content-Encoding: expected gzip, deflate or none, got "
                        + Printable.of(String.join(", ", named)));
        };
    }

    /** No coding. */
    final class Plain implements Coding {
        private Buffer held;

        @Override
        public void put(Buffer chunk) {
            held = chunk;
        }

        @Override
        public Buffer take() {
            Buffer piece = held;
            held = null;
            return piece;
        }

        @Override
        public boolean plain() {
            return true;
        }

        @Override
        public void end() {}
    }
}
