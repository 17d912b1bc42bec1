package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.report.Printable;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a record ends, and how one is written. Immutable; what is half read lives in a {@link Deframer}.
 *
 * <p>In a configuration: {@code "line"}, {@code "crlf"}, {@code "chunk"}, {@code {"delimiter": bytes}},
 * {@code {"fixed": n, "pad": byte}}, {@code {"length": {"bytes": 4, "order": "big", "counts": "body"}}}, or
 * {@code {"in": framing, "out": framing}}.
 */
public abstract sealed class Framing
        permits LineFraming, ChunkFraming, DelimiterFraming, FixedFraming, LengthFraming, OneEachWay {
    private static final String WISH = "\"line\", \"crlf\", \"chunk\", {\"delimiter\": …}, {\"fixed\": …},"
            + " {\"length\": …} or {\"in\": …, \"out\": …}";

    private static final byte[] NOTHING = {};

    /** LF ends a record; a CR before it is not part of the record. */
    public static final Framing LINE = new LineFraming("\n");

    /** The same, but records are written with CRLF. */
    public static final Framing CRLF = new LineFraming("\r\n");

    /** One read is one record: the tutorial's protocol. */
    public static final Framing CHUNK = new ChunkFraming();

    Framing() {}

    /** Reads a framing; {@link #LINE} where there is none. */
    public static Framing read(Value value, Limits limits) {
        if (value.absent()) {
            return LINE;
        }
        if (value.isText()) {
            switch (value.text(WISH)) {
                case "line":
                    return LINE;
                case "crlf":
                    return CRLF;
                case "chunk":
                    return CHUNK;
                default:
                    value.problem(WISH);
                    return LINE;
            }
        }
        Framing read = value.section(WISH, section -> read(value, section, limits), () -> LINE);
        return read == null ? LINE : read;
    }

    private static Framing read(Value whole, Section section, Limits limits) {
        Value delimiter = section.get("delimiter");
        Value fixed = section.get("fixed");
        Value pad = section.get("pad");
        Value length = section.get("length");
        Value in = section.get("in");
        Value out = section.get("out");
        int kinds = count(delimiter) + count(fixed) + count(length) + Math.max(count(in), count(out));
        if (kinds != 1 || count(pad) > count(fixed) || count(in) != count(out)) {
            whole.problem("just one of \"delimiter\", \"fixed\" (with or without \"pad\"), \"length\","
                    + " or \"in\" with \"out\"");
            return LINE;
        }
        if (count(delimiter) == 1) {
            return DelimiterFraming.read(delimiter);
        }
        if (count(fixed) == 1) {
            return FixedFraming.read(fixed, pad, limits);
        }
        if (count(length) == 1) {
            Framing read = length.section(
                    "{\"bytes\": 1, 2, 4 or 8, \"order\": …, \"counts\": …}", LengthFraming::read, () -> LINE);
            return read == null ? LINE : read;
        }
        return new OneEachWay(read(in, limits), read(out, limits));
    }

    private static int count(Value value) {
        return value.absent() ? 0 : 1;
    }

    /** The same, seen from the other side: what comes in there goes out here. */
    public Framing reversed() {
        return this;
    }

    /** As it is written in a configuration: a word, or an object. */
    public abstract Object toJson();

    /**
     * Why what is sent as one record is not heard as the same; empty where it is.
     *
     * @param limit the longest record that the other side takes, in bytes
     */
    public Optional<String> fault(byte[] body, int limit) {
        Span heard = new Span();
        try {
            boolean whole = reversed().deframer(limit).next(new Span(framed(body)), heard);
            return whole && heard.is(body)
                    ? Optional.empty()
                    : Optional.of(Printable.quoted(body) + ", which is heard as "
                            + (whole ? Printable.quoted(heard.copy()) : "nothing"));
        } catch (FramingException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What comes of a record of which the peer sends only the first {@code length} bytes, framed. */
    CutRecord cut(byte[] body, int length) {
        Span record = new Span();
        try {
            Span sent = new Span();
            byte[] framed = reversed().framed(body);
            sent.set(framed, 0, Math.min(length, framed.length));
            Deframer deframer = deframer(Limits.MOST);
            boolean whole = deframer.next(sent, record);
            return new CutRecord(whole ? Optional.of(record.copy()) : Optional.empty(), deframer.unfinished());
        } catch (FramingException e) {
            return new CutRecord(Optional.empty(), Fragment.NONE); // such a record cannot be sent, not even in part
        }
    }

    /** The last record to a peer that is hung up on, as it is sent; empty where the framing cannot carry it. */
    public Optional<byte[]> error(String reason) {
        try {
            return Optional.of(framed(utf8(Parting.error(reason))));
        } catch (FramingException e) {
            return Optional.empty();
        }
    }

    /** A record as it is sent. */
    private byte[] framed(byte[] body) throws FramingException {
        Out out = new Out();
        open(out);
        out.append(body);
        close(out, 0);
        return out.copy();
    }

    /** Whether several reads may be kept before the records in them are taken. */
    boolean readsAhead() {
        return true;
    }

    /** A framer for one connection's input. */
    abstract Deframer deframer(int limit);

    /** Where a record that comes in ends; null where its bytes do not tell. */
    Boundary boundary() {
        return null;
    }

    /** The fast path for these echoes; null where this framing has none. */
    final Lane lane(Echoes echoes) {
        return boundary() == null ? null : new Lane(boundary(), this, echoes.within(opening(), closing()));
    }

    /** Begins a record at the end of {@code out}. */
    final void open(Out out) {
        out.append(opening());
    }

    /** Ends the record that was begun at {@code start}; what was appended since is its body. */
    final void close(Out out, int start) throws FramingException {
        out.append(closing());
        seal(out, start);
    }

    /** The bytes before each body that goes out, as far as they are the same for all. */
    byte[] opening() {
        return NOTHING;
    }

    /** The bytes after each body. */
    byte[] closing() {
        return NOTHING;
    }

    /** Does with a record, from {@code start} to the end of {@code out}, what depends on its body. */
    void seal(Out out, int start) throws FramingException {}

    /** Turns text of a configuration into bytes of the wire. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ByteOrder order(Value value) {
        String order = value.absent() ? "big" : value.word("\"big\" or \"little\"", "big", "little");
        return order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
