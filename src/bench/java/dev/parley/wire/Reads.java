package dev.parley.wire;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How records arrive. */
public enum Reads {
    /** All in one read: none has to be kept. */
    WHOLE {
        @Override
        List<byte[]> of(byte[] records, int count) {
            return List.of(records);
        }
    },

    /** In the middle of each record one read ends and another begins. */
    CROSSING {
        @Override
        List<byte[]> of(byte[] records, int count) {
            int size = records.length / count;
            return IntStream.rangeClosed(0, count)
                    .mapToObj(i -> Arrays.copyOfRange(
                            records, Math.max(0, i * size - size / 2), Math.min(records.length, i * size + size / 2)))
                    .toList();
        }
    };

    /**
     * @param records framed, and all of one size
     * @param count how many there are
     */
    abstract List<byte[]> of(byte[] records, int count);

    List<Buffer> buffers(byte[] records, int count) {
        return of(records, count).stream().map(Buffer::buffer).toList();
    }
}
