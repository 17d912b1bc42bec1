package dev.parley.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one connection says over and over, and what it has to hear: a cycle of names, no two of them alike, so that a
 * reply to another name is a wrong one. The cycle is kept twice in a row, so that any stretch of it is in one piece.
 *
 * @param nameLine bytes of a name with its line end
 * @param replyLine bytes of a reply with its line end
 */
record Names(ByteBuffer said, ByteBuffer heard, int nameLine, int replyLine, int cycle) {
    private static final String DIGITS = "%04x%04x";
    private static final int LEAST = 8;

    /**
     * @param connection which one it is, up to 65,535
     * @param size of a name in bytes, at least 8
     */
    static Names of(int connection, int cycle, int size) {
        String filling = "abcdefghijklmnopqrstuvwxyz".repeat(size / 26 + 1).substring(0, size - LEAST);
        String said = lines("", DIGITS + filling, connection, cycle);
        String heard = lines("Hello, ", DIGITS + filling + "!", connection, cycle);
        return new Names(twice(said), twice(heard), said.length() / cycle, heard.length() / cycle, cycle);
    }

    private static String lines(String before, String name, int connection, int cycle) {
        return IntStream.range(0, cycle)
                .mapToObj(i -> before + name.formatted(connection, i) + "\n")
                .collect(Collectors.joining());
    }

    private static ByteBuffer twice(String text) {
        return ByteBuffer.wrap((text + text).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bytes from a place of the endless stream of what is said. */
    ByteBuffer toSay(long from, int length) {
        return stretch(said, from, length);
    }

    ByteBuffer toHear(long from, int length) {
        return stretch(heard, from, length);
    }

    private static ByteBuffer stretch(ByteBuffer twice, long from, int length) {
        int start = (int) (from % (twice.capacity() / 2));
        return twice.limit(start + length).position(start);
    }
}
