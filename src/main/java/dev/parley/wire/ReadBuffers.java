package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
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
 * <p>Nobody reads more than a connection's turn at a time, and then it is the others'.
 */
final class ReadBuffers implements RecvByteBufAllocator {
    /** As much as Netty reads at a time. */
    static final int SIZE = 64 * 1024;

    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator();
    private final IntSupplier turn;
    /** None until somebody reads. */
    private ByteBuf shared;

    ReadBuffers(IntSupplier turn) {
        this.turn = turn;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Bounded((ExtendedHandle) adaptive.newHandle());
    }

    private final class Bounded extends DelegatingHandle implements ExtendedHandle {
        Bounded(ExtendedHandle adaptive) {
            super(adaptive);
        }

        @Override
        public int guess() {
            return Math.min(super.guess(), turn.getAsInt());
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator buffers) {
            if (shared == null) {
                shared = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(SIZE));
            }
            if (shared.refCnt() != 1) {
                return buffers.ioBuffer(guess());
            }
            int skipped = SIZE - Math.min(SIZE, turn.getAsInt());
            return shared.setIndex(skipped, skipped).retain();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier more) {
            return ((ExtendedHandle) delegate()).continueReading(more);
        }
    }
}
