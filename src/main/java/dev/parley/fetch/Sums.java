package dev.parley.fetch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The sums of a file while it is written: always SHA-256, and whatever else somebody wants to compare. */
final class Sums {
    private static final Checksum.Algorithm ALWAYS = Checksum.Algorithm.SHA256;

    private final Optional<Checksum> expected;
    private final Map<Checksum.Algorithm, MessageDigest> digests = new EnumMap<>(Checksum.Algorithm.class);

    Sums(Optional<Checksum> expected) {
        this.expected = expected;
        digests.put(ALWAYS, ALWAYS.digest());
        expected.ifPresent(sum -> digests.computeIfAbsent(sum.algorithm(), Checksum.Algorithm::digest));
    }

    void update(Buffer piece) {
        for (MessageDigest digest : digests.values()) {
            ByteBuffer bytes = ((BufferInternal) piece).getByteBuf().nioBuffer();
            digest.update(bytes);
        }
    }

    /** The sums are over; asked once. Throws a {@link Failure} unless the file is what it has to be. */
    Result end() {
        Checksum sha256 = Checksum.of(ALWAYS, digests.get(ALWAYS));
        if (expected.isEmpty()) {
            return new Result(sha256, sha256);
        }
        Checksum wish = expected.get();
        Checksum fact =
                wish.algorithm() == ALWAYS ? sha256 : Checksum.of(wish.algorithm(), digests.get(wish.algorithm()));
        if (!fact.equals(wish)) {
            throw Failure.wrong("expected " + wish + ", got " + fact.hex());
        }
        return new Result(sha256, fact);
    }

    /**
     * What a file turned out to be.
     *
     * @param asked by the algorithm that was asked for, SHA-256 where none was
     */
    record Result(Checksum sha256, Checksum asked) {}
}
