package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LeaksTest {
    static final List<ByteBufAllocator> ALLOCATORS = List.of(ByteBufAllocator.DEFAULT, PooledByteBufAllocator.DEFAULT);

    @Test
    void areLookedForInAllTests() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @ParameterizedTest
    @FieldSource("ALLOCATORS")
    void failWhoDropsABuffer(ByteBufAllocator buffers) throws InterruptedException {
        assertThat(Leaks.found()).isEmpty();
        drop(buffers);
        assertThatThrownBy(() -> new Leaks().afterAll(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(Leaks.SIGN)
                .hasMessageContaining("LeaksTest.drop");
        assertThat(Leaks.found()).as("told once").isEmpty();
    }

    private static void drop(ByteBufAllocator buffers) {
        buffers.directBuffer().writeInt(1);
    }

    @Test
    void areNoneWhereABufferIsReleasedOrStillHeld() throws InterruptedException {
        ByteBuf held = ByteBufAllocator.DEFAULT.directBuffer();
        ByteBufAllocator.DEFAULT.directBuffer().release();
        assertThat(Leaks.found()).isEmpty();
        held.release();
    }
}
