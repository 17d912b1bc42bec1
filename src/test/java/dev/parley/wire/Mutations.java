package dev.parley.wire;

import java.util.Arrays;
import java.util.Random;

/** Byte streams that were right once, from a seed. */
final class Mutations {
    private static final byte[] AWKWARD = {0, 1, '\n', '\r', '|', ';', 'a', 'b', ' ', '.', 0x7f, (byte) 0x80, -1};
    private static final int MOST = 5;

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    byte[] of(byte[] right) {
        byte[] bytes = part(right);
        for (int i = random.nextInt(MOST); i > 0; i--) {
            bytes = mutate(bytes);
        }
        return bytes;
    }

    private byte[] part(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from + 1));
    }

    private byte[] mutate(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = at + random.nextInt(bytes.length - at + 1);
        return switch (random.nextInt(6)) {
            case 0 -> replace(bytes, at, Math.min(at + 1, bytes.length), one((byte) random.nextInt()));
            case 1 -> replace(bytes, at, Math.min(at + 1, bytes.length), one(awkward()));
            case 2 -> replace(bytes, at, at, one(awkward()));
            case 3 -> replace(bytes, at, to, new byte[0]);
            case 4 -> replace(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            default -> replace(bytes, at, at, run());
        };
    }

    private byte[] run() {
        byte[] run = new byte[random.nextInt(2 * FramingSamples.LIMIT)];
        Arrays.fill(run, awkward());
        return run;
    }

    private byte awkward() {
        return AWKWARD[random.nextInt(AWKWARD.length)];
    }

    private static byte[] one(byte b) {
        return new byte[] {b};
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] by) {
        byte[] changed = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
        return changed;
    }
}
