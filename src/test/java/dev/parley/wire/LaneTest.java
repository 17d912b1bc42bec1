package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The fast path says what is said without it, to the byte, wherever the reads end. */
class LaneTest {
    static final List<String> FRAMINGS = Stream.concat(
                    FramingSamples.FRAMINGS.stream(),
                    Stream.of(
                            "{\"in\": \"crlf\", \"out\": {\"length\": {\"bytes\": 1, \"counts\": \"all\"}}}",
                            "{\"in\": {\"fixed\": 3, \"pad\": \"b\"}, \"out\": \"crlf\"}",
                            "{\"in\": {\"length\": {\"bytes\": 2}}, \"out\": {\"fixed\": 40, \"pad\": 0}}"))
            .toList();

    private static final int LIMIT = FramingSamples.LIMIT;
    private static final int STREAMS = Integer.getInteger("fuzz.streams", 500);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static final Echo HELLO = new Echo(bytes("Hello, "), bytes("!"));
    private static final Echo BARE = new Echo(bytes(""), bytes(""));

    /** Some are greeted, some sent back as they came, and some have to be shown; those without a first byte, too. */
    private static final Echoes SOME = new Echoes(first -> first % 3 == 0 ? HELLO : first % 3 == 1 ? BARE : null);

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void isThereInEveryFramingWhoseBytesTellWhereARecordEnds(String json) {
        Framing framing = FramingSamples.framing(json);
        Out sent = new Out();
        int records = 0;
        for (String body : List.of("", "x", "xyz", "x".repeat(LIMIT))) {
            records += append(framing.reversed(), sent, bytes(body));
        }
        Span in = new Span(sent.copy());

        int echoed = framing.lane(new Echoes(first -> BARE)).run(in, LIMIT, new Out(), Integer.MAX_VALUE);

        assertThat(echoed).isEqualTo(records).isPositive();
        assertThat(in.length()).isZero();
    }

    @Test
    void isNotThereWhereAReadIsARecord() {
        assertThat(Framing.CHUNK.lane(SOME)).isNull();
    }

    /** @return 1, or 0 where there is no such record */
    private static int append(Framing peer, Out out, byte[] body) {
        int start = out.size();
        try {
            FramingSamples.append(peer, out, FramingSamples.latin(body));
            return 1;
        } catch (FramingException e) {
            out.resize(start);
            return 0;
        }
    }

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void saysTheSameAtEverySplitAndInPiecesOfEverySize(String json) {
        byte[] blob = blob(json);
        for (int at = 1; at <= blob.length; at++) {
            assertSame(json, blob, at);
            assertSame(json, blob, Verdict.every(at, blob));
        }
    }

    @ParameterizedTest
    @FieldSource("FRAMINGS")
    void saysTheSameToManyShortRecordsAndSomeLongOnes(String json) {
        Random random = new Random(SEED);
        Framing peer = FramingSamples.framing(json).reversed();
        for (int round = 0; round < STREAMS; round++) {
            byte[] stream = stream(peer, random);
            assertSame(json, stream);
            assertSame(json, stream, Verdict.every(1 + random.nextInt(40), stream));
        }
    }

    /** Some records of the peer's, of which most are right. */
    private static byte[] stream(Framing peer, Random random) {
        Out out = new Out();
        int records = random.nextInt(12);
        for (int i = 0; i < records; i++) {
            append(peer, out, random);
        }
        byte[] stream = out.copy();
        if (stream.length > 0 && random.nextBoolean()) {
            stream[random.nextInt(stream.length)] = letter(random);
        }
        return Arrays.copyOf(stream, stream.length - random.nextInt(1 + Math.min(3, stream.length)));
    }

    private static void append(Framing peer, Out out, Random random) {
        byte[] body = new byte[random.nextInt(8) == 0 ? random.nextInt(LIMIT + 3) : random.nextInt(6)];
        for (int i = 0; i < body.length; i++) {
            body[i] = letter(random);
        }
        append(peer, out, body);
    }

    /** As a peer sends the records of the samples that it can send. */
    private static byte[] blob(String json) {
        Out blob = new Out();
        for (String record : FramingSamples.records(json)) {
            append(FramingSamples.framing(json).reversed(), blob, FramingSamples.bytes(record));
        }
        return blob.copy();
    }

    private static byte letter(Random random) {
        byte[] letters = bytes("\r\n;ab0cdefghijklmnop\0\u00ff");
        return letters[random.nextInt(letters.length)];
    }

    @Test
    void stopsOnceSoMuchIsSaid() {
        Span in = new Span(bytes("c\nc\nc\nc\n"));
        Out out = new Out();

        int echoed = Framing.LINE.lane(SOME).run(in, LIMIT, out, 10);

        assertThat(echoed).isEqualTo(1);
        assertThat(new String(out.copy(), StandardCharsets.US_ASCII)).isEqualTo("Hello, c!\n");
        assertThat(in.length()).isEqualTo(6);
    }

    @Test
    void leavesARecordToOthersWhoseAnswerCannotBeFramed() {
        Span in = new Span(bytes("cabcbc"));
        Out out = new Out();

        int echoed = FramingSamples.framing("{\"fixed\": 3}").lane(SOME).run(in, LIMIT, out, Integer.MAX_VALUE);

        assertThat(echoed).isZero();
        assertThat(out.size()).isZero();
        assertThat(in.length()).isEqualTo(6);
    }

    @Test
    void takesARecordAsLongAsTheLimitAndNoneLonger() {
        Span in = new Span(bytes("c".repeat(LIMIT) + "\r\n" + "c".repeat(LIMIT + 1) + "\n"));

        int echoed = Framing.LINE.lane(SOME).run(in, LIMIT, new Out(), Integer.MAX_VALUE);

        assertThat(echoed).isEqualTo(1);
        assertThat(in.length()).isEqualTo(LIMIT + 2);
    }

    private static void assertSame(String json, byte[] stream, int... splits) {
        Framing framing = FramingSamples.framing(json);
        String with = said(framing, framing.lane(SOME), stream, splits);
        String without = said(framing, null, stream, splits);
        if (!with.equals(without)) { // many times faster than an assertion that describes itself
            throw new AssertionError(json + " with seed " + SEED + ", " + Arrays.toString(stream) + " split at "
                    + Arrays.toString(splits) + ": expected " + without + ", got " + with);
        }
    }

    private static String said(Framing framing, Lane lane, byte[] stream, int... splits) {
        Inbox inbox = new Inbox(framing, LIMIT, Tail.RECORD);
        Out out = new Out();
        int from = 0;
        try {
            for (int i = 0; i <= splits.length; i++) {
                int to = i < splits.length ? splits[i] : stream.length;
                byte[] piece = Arrays.copyOfRange(stream, from, to);
                from = to;
                inbox.add(piece, piece.length);
                Span record;
                do {
                    if (lane != null) {
                        inbox.echo(lane, out, Integer.MAX_VALUE);
                    }
                    record = inbox.take();
                    if (record != null) {
                        answer(framing, record, out);
                    }
                } while (record != null);
                inbox.settle(false);
            }
        } catch (FramingException e) {
            out.append(e.getMessage());
        }
        return new String(out.copy(), StandardCharsets.ISO_8859_1);
    }

    /** As rules would: what has to be shown is put in brackets. */
    private static void answer(Framing framing, Span record, Out out) throws FramingException {
        int start = out.size();
        framing.open(out);
        Echo echo = SOME.of(record.first());
        if (echo == null) {
            out.append("<").append(record).append(">");
        } else {
            out.append(Arrays.copyOf(echo.before, echo.beforeLength))
                    .append(record)
                    .append(Arrays.copyOf(echo.after, echo.afterLength));
        }
        framing.close(out, start);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
