package dev.parley.wire;

import static dev.parley.wire.FramingSamples.LIMIT;
import static dev.parley.wire.FramingSamples.bytes;
import static dev.parley.wire.FramingSamples.framing;
import static dev.parley.wire.FramingSamples.latin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every framing: its limits, its faults and its bytes on the wire. What it finds in reads is in {@link AgreementTest}. */
class FramingTest {
    static final List<String> FRAMINGS = FramingSamples.FRAMINGS;
    static final List<String> UNBOUNDED = FramingSamples.UNBOUNDED;

    /** A listener may say stop after any record: what is then left of the read has to be all that follows it. */
    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void leavesTheRestOfAReadAloneAfterEveryRecordAtEverySplit(String json) throws FramingException {
        byte[] blob = FramingSamples.blob(json);
        List<Integer> ends = FramingSamples.ends(json);
        List<String> records = FramingSamples.records(json);
        Framing framing = framing(json);
        for (int split = 0; split <= blob.length; split++) {
            Deframer deframer = framing.deframer(LIMIT);
            Span record = new Span();
            int found = 0;
            for (int[] piece : new int[][] {{0, split}, {split, blob.length}}) {
                Span in = new Span();
                in.set(blob, piece[0], piece[1]);
                while (deframer.next(in, record)) {
                    assertThat(in.from)
                            .as("record %d, split at %d", found, split)
                            .isEqualTo(ends.get(found));
                    assertThat(in.to).isEqualTo(piece[1]);
                    assertThat(latin(record)).isEqualTo(records.get(found++));
                }
                assertThat(in.length()).as("nothing left at split %d", split).isZero();
            }
            assertThat(found).as("split at %d", split).isEqualTo(ends.size());
            assertThat(deframer.holds()).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("UNBOUNDED")
    void acceptsARecordOfTheLimitAndRefusesOneMoreAtEverySplit(String json) throws FramingException {
        Framing framing = framing(json);
        for (int length = LIMIT - 1; length <= LIMIT; length++) {
            byte[] blob = FramingSamples.write(framing, "x".repeat(length));
            for (int split = 0; split <= blob.length; split++) {
                Reads reads = new Reads(framing, LIMIT);
                reads.read(blob, 0, split);
                reads.read(blob, split, blob.length);
                assertThat(reads.records).as("split at %d", split).containsExactly("x".repeat(length));
            }
        }
        byte[] tooLong = FramingSamples.write(framing, "x".repeat(LIMIT + 1));
        for (int at = 0; at <= tooLong.length; at++) {
            int split = at;
            Reads reads = new Reads(framing, LIMIT);
            assertThatThrownBy(() -> {
                        reads.read(tooLong, 0, split);
                        reads.read(tooLong, split, tooLong.length);
                    })
                    .as("split at %d", split)
                    .isInstanceOf(FramingException.class)
                    .hasMessage("a record longer than limits.record (40 bytes)")
                    .extracting(e -> ((FramingException) e).ending())
                    .isEqualTo(Ending.LIMIT);
            assertThat(reads.records).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "7", "64"})
    void refusesAnEndlessRecordWithoutHoldingMuchMoreThanTheLimit(int size) {
        for (String json : List.of("\"line\"", "\"crlf\"", "{\"delimiter\": \"aab\"}")) {
            Reads reads = new Reads(framing(json), LIMIT);
            byte[] more = bytes("a".repeat(size));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            reads.read(more, 0, more.length);
                            assertThat(reads.deframer.held()).isLessThanOrEqualTo(LIMIT + 3);
                        }
                    })
                    .isInstanceOf(FramingException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"abc, abc", "'abc\r', abc", "'\r', ''", "'a\rb', 'a\rb'"})
    void anUnfinishedLineIsALastRecord(String tail, String record) throws FramingException {
        for (Framing framing : List.of(Framing.LINE, Framing.CRLF)) {
            Reads reads = new Reads(framing, LIMIT);
            byte[] input = bytes("first\n" + tail);
            reads.read(input, 0, input.length);
            reads.end();
            reads.end();
            assertThat(reads.records).containsExactly("first", record);
        }
    }

    @Test
    void anUnfinishedLineHasTheSameLimit() throws FramingException {
        Reads reads = new Reads(Framing.LINE, 3);
        reads.read(bytes("abcd"), 0, 4);
        assertThatThrownBy(reads::end).hasMessage("a record longer than limits.record (3 bytes)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            {"delimiter": "ab"}      → 7861   → the end within a record, after 2 bytes of it
            {"fixed": 4}             → 78     → the end within a record, after 1 bytes of it
            {"length": {"bytes": 2}} → 00     → the end within a record, after 1 bytes of it
            {"length": {"bytes": 1}} → 03     → the end within a record, after its length of 3 bytes
            {"length": {"bytes": 1}} → 036162 → the end within a record, after 2 bytes of it
            """)
    void aPartOfARecordAtTheEndIsAFault(String json, String hex, String message) throws FramingException {
        Reads reads = new Reads(framing(json), LIMIT);
        byte[] tail = HexFormat.of().parseHex(hex);
        reads.read(tail, 0, tail.length);
        assertThatThrownBy(reads::end).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            {"length": {"bytes": 1, "counts": "all"}}                    → 00       → a length of 0 bytes, less than the 1 that tell it
            {"length": {"bytes": 2, "counts": "all"}}                    → 0001     → a length of 1 bytes, less than the 2 that tell it
            {"length": {"bytes": 4, "counts": "all", "order": "little"}} → 03000000 → a length of 3 bytes, less than the 4 that tell it
            {"length": {"bytes": 4}}                                     → ffffffff → a record longer than limits.record (40 bytes)
            {"length": {"bytes": 8}}                                     → 8000000000000001 → a record longer than limits.record (40 bytes)
            {"length": {"bytes": 8, "order": "little"}}                  → 0100000000000080 → a record longer than limits.record (40 bytes)
            {"length": {"bytes": 8, "counts": "all"}}                    → ffffffffffffffff → a record longer than limits.record (40 bytes)
            """)
    void refusesALengthThatCannotBe(String json, String hex, String message) {
        byte[] prefix = HexFormat.of().parseHex(hex);
        for (int at = 0; at < prefix.length; at++) {
            int split = at;
            Reads reads = new Reads(framing(json), LIMIT);
            assertThatThrownBy(() -> {
                        reads.read(prefix, 0, split);
                        reads.read(prefix, split, prefix.length);
                    })
                    .hasMessage(message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            {"fixed": 4}                              → 5   → a record of 5 bytes for a fixed size of 4
            {"fixed": 4, "pad": " "}                  → 5   → a record of 5 bytes for a fixed size of 4
            {"fixed": 4}                              → 3   → a record of 3 bytes for a fixed size of 4 without "pad"
            {"length": {"bytes": 1}}                  → 256 → a record of 256 bytes for a length of 1 byte
            {"length": {"bytes": 1, "counts": "all"}} → 255 → a record of 255 bytes for a length of 1 byte
            {"length": {"bytes": 2}}                  → 65536 → a record of 65536 bytes for a length of 2 bytes
            """)
    void refusesToWriteWhatDoesNotFit(String json, int length, String message) {
        assertThatThrownBy(() -> FramingSamples.write(framing(json), "x".repeat(length)))
                .isInstanceOf(FramingException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "line"                                       → 68690a
            "crlf"                                       → 68690d0a
            "chunk"                                      → 6869
            {"delimiter": {"hex": "00ff"}}               → 686900ff
            {"fixed": 4, "pad": 0}                       → 68690000
            {"length": {"bytes": 1}}                     → 026869
            {"length": {"bytes": 2, "counts": "all"}}    → 00046869
            {"length": {"bytes": 4, "order": "little"}}  → 020000006869
            {"length": {"bytes": 8}}                     → 00000000000000026869
            {"in": "chunk", "out": {"delimiter": ";"}}   → 68693b
            """)
    void writesTheBytesOfItsProtocol(String json, String hex) throws FramingException {
        assertThat(FramingSamples.write(framing(json), "hi")).asHexString().isEqualToIgnoringCase(hex);
    }

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void recordsFollowOneAnotherInOneOutput(String json) throws FramingException {
        Out out = new Out();
        for (String record : FramingSamples.records(json)) {
            FramingSamples.append(framing(json), out, record);
        }
        assertThat(out.copy()).isEqualTo(FramingSamples.blob(json));
    }

    @Test
    void aChunkIsARecordWhateverIsInIt() throws FramingException {
        Reads reads = new Reads(Framing.CHUNK, LIMIT);
        for (String chunk : List.of("a\n", "", "b".repeat(LIMIT), "\r\n\0")) {
            reads.read(bytes(chunk), 0, chunk.length());
        }
        reads.end();
        assertThat(reads.records).containsExactly("a\n", "b".repeat(LIMIT), "\r\n\0");
        byte[] tooLong = new byte[LIMIT + 1];
        assertThatThrownBy(() -> reads.read(tooLong, 0, tooLong.length))
                .hasMessage("a record longer than limits.record (40 bytes)");
    }

    @Test
    void showsTheBeginningOfAnUnfinishedRecord() throws FramingException {
        Reads reads = new Reads(Framing.LINE, 1000);
        assertThat(reads.deframer.unfinished().isEmpty()).isTrue();
        byte[] half = bytes("x".repeat(100));
        reads.read(half, 0, half.length);
        reads.read(half, 0, half.length);
        assertThat(latin(reads.deframer.unfinished().shown())).isEqualTo("x".repeat(120));
        assertThat(reads.deframer.unfinished().length()).isEqualTo(200);
        reads.read(bytes("\nab"), 0, 3);
        assertThat(latin(reads.deframer.unfinished().shown())).isEqualTo("ab");
    }

    /** One connection's input. */
    private static final class Reads {
        final Deframer deframer;
        final List<String> records = new ArrayList<>();
        private final Span record = new Span();

        Reads(Framing framing, int limit) {
            deframer = framing.deframer(limit);
        }

        void read(byte[] bytes, int from, int to) throws FramingException {
            Span in = new Span();
            in.set(bytes, from, to);
            while (deframer.next(in, record)) {
                records.add(latin(record));
            }
            assertThat(in.length()).isZero();
        }

        void end() throws FramingException {
            if (deframer.end(record)) {
                records.add(latin(record));
            }
        }
    }
}
