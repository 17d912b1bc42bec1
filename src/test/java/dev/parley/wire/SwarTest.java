package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SwarTest {

    @Test
    void findsWhatALoopFinds() {
        Random random = new Random(5);
        byte[] bytes = new byte[120];
        for (int run = 0; run < 200_000; run++) {
            // Few values, close to each other and to the sign: where a borrow could show a byte that is not there.
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(4) + (random.nextBoolean() ? 0x7f : -1));
            }
            if (run % 2 == 0) { // it may be far
                Arrays.fill(bytes, 0, random.nextInt(bytes.length), (byte) 'a');
            }
            byte wanted = (byte) (random.nextInt(4) + (random.nextBoolean() ? 0x7f : -1));
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length + 1 - from);

            assertThat(Swar.indexOf(wanted, bytes, from, to)).isEqualTo(loop(wanted, bytes, from, to));
        }
    }

    /** Each alone among those that differ in as little as may be, with more of it before and behind the part searched. */
    @Test
    void findsAByteAmongItsLikesAtEveryPlace() {
        for (int wanted : new int[] {0, 1, '\n', 0x7f, 0x80, 0x81, 0xfe, 0xff}) {
            for (int like :
                    new int[] {wanted ^ 1, wanted ^ 0x80, wanted ^ 0x81, wanted ^ 0xff, wanted + 1, wanted - 1}) {
                for (int from = 0; from <= Long.BYTES; from++) {
                    for (int length = 0; length <= 100; length++) {
                        findsItAtEveryPlace((byte) wanted, (byte) like, from, from + length);
                    }
                }
            }
        }
    }

    private static void findsItAtEveryPlace(byte wanted, byte like, int from, int to) {
        byte[] bytes = new byte[to + Long.BYTES];
        Arrays.fill(bytes, wanted);
        Arrays.fill(bytes, from, to, like);
        finds(-1, wanted, bytes, from, to);
        for (int at = to - 1; at >= from; at--) {
            bytes[at] = wanted;
            finds(at, wanted, bytes, from, to); // with more of it where it was before
            if (at + 1 < to) {
                bytes[at + 1] = like;
                finds(at, wanted, bytes, from, to);
            }
        }
    }

    private static void finds(int at, byte wanted, byte[] bytes, int from, int to) {
        int found = Swar.indexOf(wanted, bytes, from, to);
        if (found != at) {
            throw new AssertionError("%d from %d to %d in %s: expected %d, got %d"
                    .formatted(wanted, from, to, Arrays.toString(bytes), at, found));
        }
    }

    private static int loop(byte wanted, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void findsNothingInNothing() {
        assertThat(Swar.indexOf((byte) 0, new byte[0], 0, 0)).isEqualTo(-1);
        assertThat(Swar.indexOf((byte) 0, new byte[4], 3, 1)).isEqualTo(-1);
    }

    @Test
    void copiesAnyLengthToAnyPlace() {
        byte[] from = new byte[64];
        new Random(7).nextBytes(from);
        for (int length = 0; length <= 40; length++) {
            for (int start = 0; start < 9; start++) {
                byte[] copied = new byte[64];
                byte[] expected = new byte[64];
                System.arraycopy(from, start, expected, 3, length);

                Swar.copy(from, start, copied, 3, length);

                assertThat(copied).as("%d from %d", length, start).isEqualTo(expected);
            }
        }
    }

    @Test
    void copiesWhatIsPutAroundARecord() {
        byte[] from = new byte[64 + Swar.SLACK];
        new Random(7).nextBytes(from);
        for (int length = 0; length <= 64; length++) {
            byte[] copied = new byte[3 + length + Swar.SLACK + 1];

            int end = Swar.copyAround(from, copied, 3, length);

            assertThat(end).isEqualTo(3 + length);
            assertThat(Arrays.copyOfRange(copied, 3, end)).isEqualTo(Arrays.copyOf(from, length));
            assertThat(copied[copied.length - 1]).as("after %d", length).isZero();
        }
    }

    @Test
    void copiesLooselyWithWhatFollowsButNeverBeyondTheSlack() {
        byte[] from = new byte[64 + Swar.SLACK];
        new Random(7).nextBytes(from);
        for (int length = 0; length <= 64; length++) {
            for (int start : new int[] {0, 1, 64 - length, 64 + Swar.SLACK - length}) {
                byte[] copied = new byte[3 + length + Swar.SLACK + 1];

                int end = Swar.copyLoosely(from, start, copied, 3, length);

                assertThat(end).isEqualTo(3 + length);
                assertThat(Arrays.copyOfRange(copied, 3, end))
                        .as("%d from %d", length, start)
                        .isEqualTo(Arrays.copyOfRange(from, start, start + length));
                assertThat(copied[copied.length - 1])
                        .as("%d from %d", length, start)
                        .isZero();
            }
        }
    }
}
