package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkSizesTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Stands for Netty's decoder: hears everything, and tells what follows a head that is complete. */
    private static final class Decoder extends ChannelInboundHandlerAdapter {
        private final ChunkSizes chunks;
        private final boolean chunked;
        private final StringBuilder heard = new StringBuilder();

        Decoder(ChunkSizes chunks, boolean chunked) {
            this.chunks = chunks;
            this.chunked = chunked;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            heard.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
            if (heard.toString().equals(HEAD)) {
                chunks.bodyFollows(chunked);
            }
        }
    }

    /** What the decoder hears after the head, when all comes in pieces of {@code size} bytes. */
    private static String heard(String body, int size, boolean chunked) {
        ChunkSizes chunks = new ChunkSizes();
        Decoder decoder = new Decoder(chunks, chunked);
        EmbeddedChannel channel = new EmbeddedChannel(chunks, decoder);
        byte[] all = (HEAD + body).getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < all.length; at += size) {
            ByteBuf piece = Unpooled.copiedBuffer(all, at, Math.min(size, all.length - at));
            channel.writeInbound(piece);
            assertThat(piece.refCnt()).isZero();
        }
        channel.checkException();
        return decoder.heard.substring(HEAD.length());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            5_hello_0__,                    5_hello_0__
            00005_hello_000__,              5_hello_0__
            5  _hello_0 __,                 5_hello_0__
            5;a=1;b="2"_hello_0;end__,      5_hello_0__
            a_hellohello_5_world_0__,       a_hellohello_5_world_0__
            5_hello_0_X: y__more,           5_hello_0_X: y__more
            """)
    void handsOnTheSizesAloneHoweverTheyComeInPieces(String body, String heard) {
        for (int size = 1; size <= HEAD.length() + body.length(); size++) {
            assertThat(heard(body.replace("_", "\r\n"), size, true))
                    .as("in pieces of %d", size)
                    .isEqualTo(heard.replace("_", "\r\n"));
        }
    }

    @Test
    void touchesNoBodyWithoutChunks() {
        assertThat(heard("0005;a\r\nhello", 3, false)).isEqualTo("0005;a\r\nhello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5_hello_0__", "five;a_hello_0;a__", " 5_hello_0__", "5 x_hello_0__", "_", "5_5_abc_0__"})
    void refusesALineThatIsNoSizeHoweverItComesInPieces(String body) {
        for (int size = 1; size <= HEAD.length() + body.length(); size++) {
            int pieces = size;
            assertThatThrownBy(() -> heard(body.replace("_", "\r\n"), pieces, true))
                    .as("in pieces of %d", size)
                    .isInstanceOf(DecoderException.class)
                    .hasMessageStartingWith("expected a chunk's size, got \"");
        }
    }

    @Test
    void refusesALineWithoutEnd() {
        assertThatThrownBy(() -> heard("5;" + "x".repeat(HttpClients.LONGEST_LINE), 1000, true))
                .isInstanceOf(TooLongHttpLineException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80000000", "100000005", "10000000000000005", "ffffffffffffffffffffffff"})
    void refusesASizeBeyondAnInt(String size) {
        assertThatThrownBy(() -> heard(size + "\r\nhello\r\n0\r\n\r\n", 100, true))
                .isInstanceOf(DecoderException.class)
                .hasMessage("a chunk of 2GiB or more");
    }

    @Test
    void takesTheLargestSizeThereIs() {
        assertThat(heard("7fffffff\r\nhello", 100, true)).isEqualTo("7fffffff\r\nhello");
    }
}
