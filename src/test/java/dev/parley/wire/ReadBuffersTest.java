package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import org.junit.jupiter.api.Test;

class ReadBuffersTest {
    private final ByteBufAllocator buffers = UnpooledByteBufAllocator.DEFAULT;
    private int turn = 1_000_000;
    private final ReadBuffers reads = new ReadBuffers(() -> turn);
    private final RecvByteBufAllocator.ExtendedHandle one = reads.newHandle();
    private final RecvByteBufAllocator.ExtendedHandle other = reads.newHandle();

    @Test
    void allConnectionsReadIntoOneBufferOfFullSize() {
        ByteBuf first = one.allocate(buffers);
        assertThat(first.writableBytes()).isEqualTo(ReadBuffers.SIZE);
        first.writeBytes(new byte[100]).release();

        ByteBuf second = other.allocate(buffers);

        assertThat(second).isSameAs(first);
        assertThat(second.readableBytes()).isZero();
        assertThat(second.writableBytes()).isEqualTo(ReadBuffers.SIZE);
        second.release();
    }

    @Test
    void whoKeepsItKeepsItAndTheOthersGetTheirOwn() {
        ByteBuf kept = one.allocate(buffers).writeByte(7);

        ByteBuf own = other.allocate(buffers).writeByte(8);

        assertThat(own).isNotSameAs(kept);
        assertThat(kept.readByte()).isEqualTo((byte) 7);
        assertThat(own.release()).isTrue();
        kept.release();
        ByteBuf again = other.allocate(buffers);
        assertThat(again).isSameAs(kept);
        again.release();
    }

    @Test
    void nobodyReadsMoreThanItsTurn() {
        turn = 2048;
        ByteBuf shared = one.allocate(buffers);
        ByteBuf own = other.allocate(buffers);
        assertThat(shared.writableBytes()).isEqualTo(2048);
        assertThat(own.writableBytes()).isLessThanOrEqualTo(2048);
        shared.release();
        own.release();
    }
}
