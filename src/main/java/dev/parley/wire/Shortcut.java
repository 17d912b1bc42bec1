package dev.parley.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Hands bytes to the kernel at once, where Netty would take a buffer, queue it with a promise, flush its queue, and tell
 * the promise. Of one verticle instance.
 *
 * <p>What it is worth: 250 of the 1,570 ns that a read of one short record and its answer take beside the kernel's 5,500
 * (JDK 17, epoll, 64 connections in turn, a virtual machine of two processors); "Measure it yourself" in README.md tells
 * how to see it.
 */
final class Shortcut {
    /** Twice a read: what a read is answered with mostly leaves in one. */
    static final int MOST = 2 * ReadBuffers.SIZE;

    /** None until it is needed, which it is not where there is no epoll. */
    private ByteBuffer memory;

    private long address;

    /** Whether a wire's channel is an open socket of epoll's, with nothing such as TLS between. */
    private static boolean leadsFrom(ChannelHandlerContext wire) {
        return wire.channel() instanceof EpollSocketChannel channel
                && channel.isActive() // its descriptor may be another's by now
                && wire.pipeline().firstContext() == wire;
    }

    /**
     * Sends what can be sent at once. The caller knows that nothing it sent before is still on its way.
     *
     * @return how many bytes have gone, from the first on; 0 where no shortcut {@linkplain #leadsFrom leads from} that
     *     wire, or where it fails, since the long way will as well, and tell
     */
    int send(ChannelHandlerContext wire, byte[] bytes, int size) {
        if (size > MOST || !leadsFrom(wire)) {
            return 0;
        }
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(MOST);
            address = Buffer.memoryAddress(memory);
        }
        memory.put(0, bytes, 0, size);
        try {
            Socket socket = (Socket) ((EpollSocketChannel) wire.channel()).fd();
            return Math.max(0, socket.sendAddress(address, 0, size));
        } catch (IOException e) {
            return 0;
        }
    }
}
