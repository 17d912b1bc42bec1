package dev.parley.fetch;

import dev.parley.report.Printable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the lines that say how long chunks are (RFC 9112, 7.1) before Netty does, which takes a size beyond an int for
 * whatever is left of it, and refuses extensions with a quotation mark.
 *
 * <p>Netty gets the head of an answer for itself, so that it is known what follows before anything of that is read; then
 * each chunk with a line that has nothing in it but the size.
 */
final class ChunkSizes extends ChannelInboundHandlerAdapter {
    private static final Pattern LINE = Pattern.compile("0*([0-9A-Fa-f]+)[ \\t]*(;.*)?\r\n", Pattern.DOTALL);
    private static final int CRLF = 2;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private enum State {
        HEAD,
        SIZE,
        DATA,
        /** Where nothing has to be looked at: a body without chunks, or what follows the last one. */
        REST
    }

    private final StringBuilder line = new StringBuilder();
    private State state = State.HEAD;
    /** How much of {@link #END_OF_HEAD} has come. */
    private int matched;

    private long left;

    /** What follows a head that has just been read; if nobody says so, it is another head. */
    void bodyFollows(boolean chunked) {
        state = chunked ? State.SIZE : State.REST;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable()) {
                switch (state) {
                    case HEAD -> context.fireChannelRead(head(in));
                    case SIZE -> size(context, in);
                    case DATA -> context.fireChannelRead(data(in));
                    default -> context.fireChannelRead(in.readRetainedSlice(in.readableBytes()));
                }
            }
        } finally {
            in.release();
        }
    }

    private ByteBuf head(ByteBuf in) {
        int from = in.readerIndex();
        for (int at = from; at < in.writerIndex(); at++) {
            byte b = in.getByte(at);
            matched = b == END_OF_HEAD.charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == END_OF_HEAD.length()) {
                matched = 0;
                return in.readRetainedSlice(at + 1 - from);
            }
        }
        return in.readRetainedSlice(in.readableBytes());
    }

    private void size(ChannelHandlerContext context, ByteBuf in) {
        while (in.isReadable() && line.length() < HttpClients.LONGEST_LINE) {
            char c = (char) in.readUnsignedByte();
            line.append(c);
            if (c == '\n') {
                break;
            }
        }
        if (line.charAt(line.length() - 1) != '\n' && line.length() < HttpClients.LONGEST_LINE) {
            return;
        }
        String written = line.toString();
        line.setLength(0);
        Matcher parts = LINE.matcher(written);
        if (!parts.matches()) {
            in.skipBytes(in.readableBytes());
            context.fireExceptionCaught(fault(written));
            return;
        }
        String digits = parts.group(1);
        long size = digits.length() > 8 ? Long.MAX_VALUE : Long.parseLong(digits, 16);
        if (size > Integer.MAX_VALUE) {
            in.skipBytes(in.readableBytes());
            context.fireExceptionCaught(new DecoderException("a chunk of 2GiB or more"));
            return;
        }
        state = size == 0 ? State.REST : State.DATA;
        left = size + CRLF;
        context.fireChannelRead(bytes(context, digits + "\r\n"));
    }

    private static RuntimeException fault(String line) {
        return line.endsWith("\n")
                ? new DecoderException(
                        "expected a chunk's size, got " + Printable.quoted(line.getBytes(StandardCharsets.ISO_8859_1)))
                : new TooLongHttpLineException();
    }

    private static ByteBuf bytes(ChannelHandlerContext context, String text) {
        ByteBuf bytes = context.alloc().buffer(text.length());
        bytes.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        return bytes;
    }

    private ByteBuf data(ByteBuf in) {
        int length = (int) Math.min(left, in.readableBytes());
        left -= length;
        if (left == 0) {
            state = State.SIZE;
        }
        return in.readRetainedSlice(length);
    }
}
