package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is held of what has come, between two reads. */
class InboxTest {
    private static final int KIB = 1024;

    private final Inbox inbox = new Inbox(Framing.LINE, 64 * KIB, Tail.RECORD);
    private final byte[] lent = new byte[64 * KIB];

    @Test
    void holdsNothingOfARecordThatIsAnswered() throws Exception {
        reads("a".repeat(28 * KIB));
        assertThat(inbox.take()).isNull();
        inbox.settle(false);
        assertThat(inbox.held()).as("room for a power of two").isEqualTo(32 * KIB);

        reads("a".repeat(2 * KIB));
        assertThat(inbox.take()).isNull();
        inbox.settle(false);
        assertThat(inbox.held())
                .as("room for the next one, which is taken soon")
                .isEqualTo(64 * KIB);

        reads("a".repeat(30 * KIB) + "\n");
        assertThat(inbox.take().length()).isEqualTo(60 * KIB);
        inbox.settle(false);
        assertThat(inbox.held()).isZero();
    }

    @Test
    void joinsALongRecordWithTheNextReadForTheFastPath() throws Exception {
        Lane lane = Framing.LINE.lane(new Echoes(first -> new Echo(new byte[0], new byte[0])));
        Out out = new Out();
        String record = "a".repeat(20 * KIB);
        reads(record);
        assertThat(inbox.echo(lane, out, Integer.MAX_VALUE)).isZero();
        assertThat(inbox.take()).isNull();
        inbox.settle(false);

        reads(record + "\n" + record);
        assertThat(inbox.echo(lane, out, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(out.size()).isEqualTo(40 * KIB + 1);
        assertThat(inbox.take()).isNull();
        inbox.settle(false);
        assertThat(inbox.held()).as("the next one").isEqualTo(32 * KIB);
    }

    @Test
    void joinsALongRecordWithTheLengthBeforeIt() throws Exception {
        Framing framing = FramingSamples.framing("{\"length\": {\"bytes\": 4}}");
        Inbox lengths = new Inbox(framing, 64 * KIB, Tail.RECORD);
        Lane lane = framing.lane(new Echoes(first -> new Echo(new byte[0], new byte[0])));
        Out sent = new Out();
        FramingSamples.append(framing, sent, "a".repeat(20 * KIB));
        byte[] record = sent.copy();
        lengths.add(Arrays.copyOf(record, 10 * KIB), 10 * KIB);
        assertThat(lengths.take()).isNull();
        lengths.settle(false);
        byte[] rest = new byte[record.length];
        System.arraycopy(record, 10 * KIB, rest, lengths.room(), record.length - 10 * KIB);

        lengths.add(rest, record.length - 10 * KIB);

        Out out = new Out();
        assertThat(lengths.echo(lane, out, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(out.copy()).isEqualTo(record);
    }

    @Test
    void leavesNothingLongerThanAReadToBeJoined() throws Exception {
        Inbox large = new Inbox(Framing.LINE, 1024 * KIB, Tail.RECORD);
        large.add("a".repeat(65 * KIB).getBytes(), 65 * KIB);
        assertThat(large.take()).isNull();
        large.settle(false);
        assertThat(large.room()).isZero();
        assertThat(large.unfinished().length()).isEqualTo(65 * KIB);
    }

    @Test
    void countsAllTheRoomOfWhatHadToWaitForOthers() throws Exception {
        String line = "a".repeat(KIB - 1) + "\n";
        reads(line.repeat(20));
        inbox.settle(false);
        reads(line.repeat(11) + "b".repeat(33 * KIB));
        for (int i = 0; i < 31; i++) {
            assertThat(inbox.take()).isNotNull();
        }
        assertThat(inbox.take()).isNull();
        inbox.settle(false);
        assertThat(inbox.held()).as("twice what had come").isEqualTo(128 * KIB);
    }

    @Test
    void showsWhatWaitsToBeJoinedAsUnfinishedAndGoesOnWithIt() throws Exception {
        reads("a".repeat(2 * KIB));
        assertThat(inbox.take()).isNull();
        inbox.settle(false);

        assertThat(inbox.unfinished().length()).isEqualTo(2 * KIB);

        reads("b\n");
        assertThat(inbox.take().length()).isEqualTo(2 * KIB + 1);
    }

    @Test
    void takesWhatWaitedToBeJoinedForALastLine() throws Exception {
        reads("a".repeat(2 * KIB));
        assertThat(inbox.take()).isNull();
        inbox.settle(false);

        inbox.end();

        assertThat(inbox.take().length()).isEqualTo(2 * KIB);
        assertThat(inbox.take()).isNull();
    }

    @Test
    void holdsARecordThatIsBeingAnsweredAndKeepsItWhileMoreComes() throws Exception {
        reads("Ada\nBob\nCyd");
        Span record = inbox.take();
        inbox.settle(true);
        assertThat(inbox.held()).isEqualTo("Ada".length() + "Bob\nCyd".length());

        reads("!\n" + "x".repeat(KIB));
        inbox.settle(true);
        assertThat(record).hasToString("Ada");

        assertThat(inbox.take()).hasToString("Bob");
        assertThat(inbox.take()).hasToString("Cyd!");
    }

    @Test
    void keepsARecordThatLiesAmongWhatWasReadBefore() throws Exception {
        reads("Ada\nBob\nCyd\n");
        inbox.take();
        inbox.settle(true);
        Span record = inbox.take();
        inbox.settle(true);
        reads("x".repeat(KIB));
        inbox.settle(true);
        assertThat(record).hasToString("Bob");
        assertThat(inbox.take()).hasToString("Cyd");
    }

    @Test
    void makesRoomForShortReadsAtOnceButNotWithoutEnd() {
        reads("Ada\n");
        inbox.settle(false);
        for (int i = 0; i < 2000; i++) {
            reads("Bob\n".repeat(16));
            inbox.settle(false);
        }
        assertThat(inbox.size()).isEqualTo(4 + 2000 * 64);
        assertThat(inbox.held()).isLessThanOrEqualTo(128 * KIB);
    }

    @Test
    void givesRoomBackWhenLittleIsLeft() throws Exception {
        reads("Ada\n".repeat(8 * KIB));
        inbox.settle(false);
        reads("Bob\n");
        for (int i = 0; i < 8 * KIB - 4; i++) {
            inbox.take();
        }
        inbox.settle(false);
        assertThat(inbox.held()).isEqualTo(5 * 4);
        for (int i = 0; i < 5; i++) {
            inbox.take();
        }
        inbox.settle(false);
        assertThat(inbox.held()).isZero();
    }

    @Test
    void countsWhatItHasSeenAhead() throws Exception {
        reads("Ada\nBo");
        inbox.take();
        inbox.settle(true);
        inbox.waits(1);
        assertThat(inbox.held()).isEqualTo("Ada".length() + "Bo".length() + "Bo".length());
    }

    /** As a wire does: into an array that the next reads go into, too. */
    private void reads(String text) {
        byte[] bytes = text.getBytes();
        System.arraycopy(bytes, 0, lent, inbox.room(), bytes.length);
        inbox.add(lent, bytes.length);
    }
}
