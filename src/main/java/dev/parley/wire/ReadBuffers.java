package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/**
 * Where reads come into: one buffer for all connections of an event loop, since a wire has copied what it needs before
 * the next one reads. It is as large as a read can be from the first on, and costs nothing to get.
 *
 * <p>Who keeps a buffer, such as a handshake that waits for the rest of a message, keeps it; until it comes back the
 * others get buffers of their own, of the sizes that Netty would choose. So do all but one with io_uring, where a buffer
 * is given away before there is anything to read.
 *
 * <p>Nobody reads more than a connection's turn at a time.
 */
final class ReadBuffers implements RecvByteBufAllocator {
    /** As much as Netty reads at a time. */
    static final int SIZE = 64 * 1024;

    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator();
    private final IntSupplier turn;
    private final ByteBuf shared = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(SIZE));

    ReadBuffers(IntSupplier turn) {
        this.turn = turn;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Bounded((ExtendedHandle) adaptive.newHandle());
    }

    private final class Bounded extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle adaptive;
        private int read;

        Bounded(ExtendedHandle adaptive) {
            super(adaptive);
            this.adaptive = adaptive;
        }

        @Override
        public int guess() {
            return Math.min(adaptive.guess(), turn.getAsInt());
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator buffers) {
            if (shared.refCnt() > 1) {
                return buffers.ioBuffer(guess());
            }
            int room = SIZE - Math.min(SIZE, turn.getAsInt());
            return shared.setIndex(room, room).retain();
        }

        @Override
        public void reset(ChannelConfig config) {
            adaptive.reset(config);
            read = 0;
        }

        @Override
        public void lastBytesRead(int bytes) {
            adaptive.lastBytesRead(bytes);
            read += bytes;
        }

        @Override
        public boolean continueReading() {
            return adaptive.continueReading() && read < turn.getAsInt();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier more) {
            return adaptive.continueReading(more) && read < turn.getAsInt();
        }
    }
}
