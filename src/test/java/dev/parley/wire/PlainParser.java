package dev.parley.wire;

import static dev.parley.wire.FramingSamples.LIMIT;
import static dev.parley.wire.FramingSamples.latin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a stream is by definition: what one {@link RecordParser} makes of all of it at once. Beside the parser there is
 * only what a framing adds to it, and that is written here once more, from what README.md says and not from the code.
 */
final class PlainParser {
    private final Buffer stream;
    private final List<String> records = new ArrayList<>();
    /** Bytes of the stream that are in records, with what frames them. */
    private int taken;

    private boolean atBody;
    private boolean broken;

    PlainParser(String json, byte[] stream) {
        this.stream = Buffer.buffer(stream);
        read(Json.decodeValue(json));
    }

    private void read(Object framing) {
        if (!(framing instanceof JsonObject kind)) {
            readLines();
        } else if (kind.containsKey("in")) {
            read(kind.getValue("in"));
        } else if (kind.containsKey("delimiter")) {
            readDelimited(bytes(kind.getValue("delimiter")));
        } else if (kind.containsKey("fixed")) {
            readFixed(kind.getInteger("fixed"), kind.getValue("pad"));
        } else {
            JsonObject length = kind.getJsonObject("length");
            readLengths(
                    length.getInteger("bytes"),
                    length.getString("order").equals("little"),
                    length.getString("counts").equals("all"));
        }
    }

    private void readLines() {
        RecordParser.newDelimited("\n")
                .handler(line -> found(withoutReturn(line), line.length() + 1))
                .handle(stream);
        if (taken < stream.length()) {
            Buffer last = stream.getBuffer(taken, stream.length());
            found(withoutReturn(last), last.length());
        }
    }

    private static String withoutReturn(Buffer line) {
        return latin(line.getBytes()).replaceFirst("\r\\z", "");
    }

    private void readDelimited(byte[] delimiter) {
        RecordParser.newDelimited(Buffer.buffer(delimiter))
                .handler(record -> found(latin(record.getBytes()), record.length() + delimiter.length))
                .handle(stream);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof JsonObject coded) {
            return coded.containsKey("hex")
                    ? HexFormat.of().parseHex(coded.getString("hex"))
                    : Base64.getDecoder().decode(coded.getString("base64"));
        }
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void readFixed(int size, Object pad) {
        String octet = pad instanceof Integer number ? Character.toString(number) : (String) pad;
        String padding = pad == null ? "" : "(" + Pattern.quote(octet) + ")+\\z";
        RecordParser.newFixed(size)
                .handler(record -> found(latin(record.getBytes()).replaceFirst(padding, ""), size))
                .handle(stream);
    }

    private void readLengths(int width, boolean little, boolean all) {
        RecordParser parser = RecordParser.newFixed(width);
        parser.handler(piece -> {
            if (atBody) {
                atBody = false;
                parser.fixedSizeMode(width);
                found(latin(piece.getBytes()), piece.length());
                return;
            }
            taken += width;
            BigInteger told = new BigInteger(1, little ? reversed(piece.getBytes()) : piece.getBytes());
            BigInteger body = all ? told.subtract(BigInteger.valueOf(width)) : told;
            if (body.signum() == 0) {
                found("", 0);
            } else if (body.signum() < 0 || body.compareTo(BigInteger.valueOf(LIMIT)) > 0) {
                broken = true;
            } else {
                atBody = true;
                parser.fixedSizeMode(body.intValue());
            }
        });
        parser.handle(stream);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private void found(String record, int length) {
        taken += length;
        broken |= record.length() > LIMIT;
        if (!broken) { // what follows a fault is not looked at
            records.add(record);
        }
    }

    List<String> records() {
        return records;
    }

    /** Whether a fault was found, or the stream ends within a record. */
    boolean faulty() {
        return broken || atBody || taken < stream.length();
    }

    /** Whether it is the same to us; the words for a fault are our own. */
    boolean agreesWith(Verdict verdict) {
        return records.equals(verdict.records()) && faulty() != verdict.fault().isEmpty();
    }

    @Override
    public String toString() {
        return records + (faulty() ? " and a fault" : "");
    }
}
