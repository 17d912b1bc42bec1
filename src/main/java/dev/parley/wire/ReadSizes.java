package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.IntSupplier;

/** Reads as much at a time as Netty would, but no more than a connection's share at that moment. */
final class ReadSizes implements RecvByteBufAllocator {
    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator();
    private final IntSupplier share;

    ReadSizes(IntSupplier share) {
        this.share = share;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Bounded((ExtendedHandle) adaptive.newHandle(), share);
    }

    private static final class Bounded extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle adaptive;
        private final IntSupplier share;

        Bounded(ExtendedHandle adaptive, IntSupplier share) {
            super(adaptive);
            this.adaptive = adaptive;
            this.share = share;
        }

        @Override
        public int guess() {
            return Math.min(adaptive.guess(), share.getAsInt());
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator buffers) {
            return buffers.ioBuffer(guess());
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier more) {
            return adaptive.continueReading(more);
        }
    }
}
