package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.IntSupplier;

/** Reads as much at a time as Netty would, but no more than a connection's turn, and then it is the others'. */
final class ReadSizes implements RecvByteBufAllocator {
    private final RecvByteBufAllocator adaptive = new AdaptiveRecvByteBufAllocator();
    private final IntSupplier turn;

    ReadSizes(IntSupplier turn) {
        this.turn = turn;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Bounded((ExtendedHandle) adaptive.newHandle(), turn);
    }

    private static final class Bounded extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle adaptive;
        private final IntSupplier turn;
        private int read;

        Bounded(ExtendedHandle adaptive, IntSupplier turn) {
            super(adaptive);
            this.adaptive = adaptive;
            this.turn = turn;
        }

        @Override
        public int guess() {
            return Math.min(adaptive.guess(), turn.getAsInt());
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator buffers) {
            return buffers.ioBuffer(guess());
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
