package dev.parley.conversation;

import dev.parley.config.Value;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The record that ends a conversation by names, or by the shorthand of rules: {@code exit} unless it is said otherwise. */
public final class Farewell {
    private static final byte[] EXIT = "exit".getBytes(StandardCharsets.UTF_8);

    private Farewell() {}

    /** Reads bytes; none where it is switched off. */
    public static Optional<byte[]> read(Value value) {
        if (value.off()) {
            return Optional.empty();
        }
        return Optional.of(value.absent() ? EXIT.clone() : value.bytes());
    }
}
