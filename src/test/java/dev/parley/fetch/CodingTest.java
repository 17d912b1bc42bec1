package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class CodingTest {
    private static final String TEXT = "Hello, Michael! ".repeat(20) + "Hello, Tracy!";

    /** A header with all that one may have: extra, name, comment, and its own sum. */
    private static byte[] fullHeader() {
        byte[] header = HexFormat.of().parseHex("1f8b081e00000000000303006162637800" + "6300");
        CRC32 sum = new CRC32();
        sum.update(header);
        return Zips.join(header, new byte[] {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)});
    }

    private static byte[] withoutHeader(byte[] gzip) {
        return Arrays.copyOfRange(gzip, 10, gzip.length);
    }

    private static String decode(Coding coding, byte[] bytes, int chunk) throws ZipException {
        Buffer whole = Buffer.buffer();
        try (coding) {
            for (int at = 0; at < bytes.length; at += chunk) {
                coding.put(Buffer.buffer(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk))));
                for (Buffer piece = coding.take(); piece != null; piece = coding.take()) {
                    whole.appendBuffer(piece);
                }
            }
            coding.end();
        }
        return whole.toString();
    }

    private static void assertDecodesAtEveryChunkSize(Supplier<Coding> coding, byte[] bytes, String text)
            throws ZipException {
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            assertThat(decode(coding.get(), bytes, chunk)).isEqualTo(text);
        }
    }

    @Test
    void leavesAPlainBodyAsItIs() throws ZipException {
        assertDecodesAtEveryChunkSize(() -> Coding.of(List.of("identity")), TEXT.getBytes(), TEXT);
    }

    @Test
    void decodesGzip() throws ZipException {
        assertDecodesAtEveryChunkSize(() -> Coding.of(List.of("X-GZip")), Zips.gzip(TEXT), TEXT);
        assertDecodesAtEveryChunkSize(() -> Coding.of(List.of("gzip")), Zips.gzip(""), "");
    }

    @Test
    void decodesGzipOfSeveralMembers() throws ZipException {
        byte[] both = Zips.join(Zips.gzip(TEXT), Zips.gzip("and more"));

        assertDecodesAtEveryChunkSize(Gzip::new, both, TEXT + "and more");
    }

    @Test
    void decodesGzipWithAFullHeader() throws ZipException {
        assertDecodesAtEveryChunkSize(Gzip::new, Zips.join(fullHeader(), withoutHeader(Zips.gzip(TEXT))), TEXT);
    }

    @Test
    void decodesDeflateInItsWrapperAndBare() throws ZipException {
        assertDecodesAtEveryChunkSize(() -> Coding.of(List.of("deflate")), Zips.deflate(TEXT, false), TEXT);
        assertDecodesAtEveryChunkSize(Deflate::new, Zips.deflate(TEXT, true), TEXT);
        assertDecodesAtEveryChunkSize(Deflate::new, Zips.deflate("", true), "");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] gzip = Zips.join(fullHeader(), withoutHeader(Zips.gzip(TEXT)));
        byte[] deflate = Zips.deflate(TEXT, false);
        for (int length = 0; length < gzip.length; length++) {
            byte[] some = Arrays.copyOf(gzip, length);
            assertThatThrownBy(() -> decode(new Gzip(), some, 7)).hasMessage("gzip is cut short");
        }
        for (int length = 0; length < deflate.length; length++) {
            byte[] some = Arrays.copyOf(deflate, length);
            assertThatThrownBy(() -> decode(new Deflate(), some, 7)).hasMessage("deflate is cut short");
        }
    }

    @Test
    void refusesEveryFlippedBitOfDataAndSums() {
        byte[] gzip = Zips.gzip(TEXT);
        for (int at = 10; at < gzip.length; at++) {
            byte[] corrupt = gzip.clone();
            corrupt[at] ^= 0x10;
            if (at == gzip.length - 9) {
                continue; // the last bits before the sums only fill a byte up
            }
            assertThatThrownBy(() -> decode(new Gzip(), corrupt, 7)).isInstanceOf(ZipException.class);
        }
        byte[] header = Zips.join(fullHeader(), withoutHeader(gzip));
        header[14] ^= 1;
        assertThatThrownBy(() -> decode(new Gzip(), header, 7)).hasMessage("gzip has a corrupt header");
    }

    @Test
    void refusesGarbageAfterTheEnd() {
        byte[] garbage = {0, 1};

        assertThatThrownBy(() -> decode(new Gzip(), Zips.join(Zips.gzip(TEXT), garbage), 7))
                .hasMessage("gzip has garbage after its end");
        assertThatThrownBy(() -> decode(new Deflate(), Zips.join(Zips.deflate(TEXT, false), garbage), 1))
                .hasMessage("deflate has garbage after its end");
        assertThatThrownBy(() -> decode(new Deflate(), Zips.join(Zips.deflate(TEXT, true), garbage), 1000))
                .hasMessage("deflate has garbage after its end");
    }

    @Test
    void refusesPlainTextThatIsCalledCoded() {
        assertThatThrownBy(() -> decode(new Gzip(), TEXT.getBytes(), 7))
                .hasMessage("expected gzip, got something else");
        assertThatThrownBy(() -> decode(new Deflate(), TEXT.getBytes(), 7)).isInstanceOf(ZipException.class);
    }

    @Test
    void unfoldsABombPieceByPiece() throws ZipException {
        byte[] bomb = Zips.gzip(new byte[50_000_000]);
        try (Gzip gzip = new Gzip()) {
            gzip.put(Buffer.buffer(bomb));
            int pieces = 0;
            for (Buffer piece = gzip.take(); piece != null; piece = gzip.take()) {
                assertThat(piece.length()).isLessThanOrEqualTo(Coding.PIECE);
                pieces++;
            }
            gzip.end();
            assertThat(pieces).isGreaterThanOrEqualTo(50_000_000 / Coding.PIECE);
        }
    }

    @Test
    void knowsNoOtherCodingAndNotSeveral() {
        for (List<String> named : List.of(List.of("br"), List.of("gzip, gzip"), List.of("gzip", "deflate"))) {
            assertThatThrownBy(() -> Coding.of(named))
                    .hasMessage("Content-Encoding: expected gzip, deflate or none, got " + String.join(", ", named));
        }
    }
}
