package dev.parley.report;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes of a peer as one line of text that a terminal and a log can hold. */
public final class Printable {
    private static final int SHOWN = 120;
    private static final HexFormat HEX = HexFormat.of();

    private Printable() {}

    /** UTF-8 as it is; control characters, direction marks and whatever is not UTF-8 escaped ({@code \n}, {@code \x1b}). */
    public static String of(byte[] bytes, int from, int to) {
        StringBuilder line = new StringBuilder(to - from);
        CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(to - from + 1);
        while (true) {
            CoderResult result = utf8.decode(in, out, true);
            out.flip().codePoints().forEach(c -> append(line, c));
            out.clear();
            if (!result.isError()) {
                return line.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                appendByte(line, in.get());
            }
            utf8.reset();
        }
    }

    public static String of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** The same for text that came from elsewhere. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In quotes and cut to a length that a line can bear. */
    public static String quoted(byte[] bytes) {
        int shown = cut(bytes);
        String rest = shown < bytes.length ? "… (" + bytes.length + " bytes)" : "";
        return '"' + of(bytes, 0, shown) + '"' + rest;
    }

    /** Where to cut: not within a character, which would look like bytes that are none. */
    private static int cut(byte[] bytes) {
        if (bytes.length <= SHOWN) {
            return bytes.length;
        }
        int at = SHOWN;
        while (at > SHOWN - 3 && (bytes[at] & 0xc0) == 0x80) {
            at--;
        }
        return at;
    }

    private static void append(StringBuilder line, int c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (c < 0x80 && Character.isISOControl(c)) {
                    appendByte(line, (byte) c);
                } else if (visible(c)) {
                    line.appendCodePoint(c);
                } else {
                    line.append("\\u{").append(Integer.toHexString(c)).append('}');
                }
            }
        }
    }

    private static void appendByte(StringBuilder line, byte b) {
        line.append("\\x").append(HEX.toHexDigits(b)); // a peer can make us do this a lot: no String.format
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
