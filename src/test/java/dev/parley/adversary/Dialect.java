package dev.parley.adversary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A framing, and a second opinion on its bytes. Text is Latin-1: a character, a byte.
 *
 * @param framing as it is configured
 * @param said a record as it is sent to the server
 * @param heard a record as the server has to send it
 */
record Dialect(String framing, UnaryOperator<String> said, UnaryOperator<String> heard) {
    /** All framings but {@code chunk}, whose records a network can join and part as it likes. */
    static final List<Dialect> ALL = Stream.concat(
                    Stream.of(
                            new Dialect("\"line\"", record -> record + "\n", record -> record + "\n"),
                            new Dialect("\"crlf\"", record -> record + "\r\n", record -> record + "\r\n"),
                            same("{\"delimiter\": \"||\"}", record -> record + "||"),
                            same(
                                    "{\"fixed\": 40, \"pad\": \".\"}",
                                    record -> record + ".".repeat(40 - record.length())),
                            new Dialect(
                                    "{\"in\": \"line\", \"out\": {\"delimiter\": {\"hex\": \"00ff\"}}}",
                                    record -> record + "\r\n",
                                    record -> record + "\0\u00ff")),
                    lengths())
            .toList();

    private static Stream<Dialect> lengths() {
        return Stream.of(1, 2, 4, 8)
                .flatMap(width -> Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                        .flatMap(order -> Stream.of("body", "all").map(counts -> length(width, order, counts))));
    }

    private static Dialect length(int width, ByteOrder order, String counts) {
        String framing = "{\"length\": {\"bytes\": %d, \"order\": \"%s\", \"counts\": \"%s\"}}"
                .formatted(width, order == ByteOrder.BIG_ENDIAN ? "big" : "little", counts);
        return same(framing, record -> {
            long told = record.length() + (counts.equals("all") ? width : 0);
            byte[] number = ByteBuffer.allocate(8).order(order).putLong(told).array();
            int from = order == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
            return new String(number, from, width, StandardCharsets.ISO_8859_1) + record;
        });
    }

    private static Dialect same(String framing, UnaryOperator<String> frame) {
        return new Dialect(framing, frame, frame);
    }
}
