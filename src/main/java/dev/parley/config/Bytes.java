package dev.parley.config;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as they are written in a configuration: as text where they are some, or else in hex digits. */
public final class Bytes {
    private Bytes() {}

    /** A string, or {@code {"hex": …}}. */
    public static Object toJson(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.codePoints().noneMatch(Bytes::unwritable)) {
                return text;
            }
        } catch (CharacterCodingException notText) {
            // then in hex
        }
        return new JsonObject().put("hex", HexFormat.of().formatHex(bytes));
    }

    private static boolean unwritable(int c) {
        return Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
    }
}
