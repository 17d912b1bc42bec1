package dev.parley.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of the generator, which compares every byte that comes with the one that has to come. */
final class Caller {
    private static final ByteBuffer GREETING = ByteBuffer.wrap("Welcome!\n".getBytes(StandardCharsets.US_ASCII));

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Names names;
    private final long delay;
    /** When each of the names that are on their way was sent, by {@link System#nanoTime}. */
    private final long[] sentAt;

    private long bytesSaid;
    private long bytesHeard;
    private int greeting;
    private long asked;
    private long answered;
    /** How many are to be asked. */
    private long goal;

    /** @param delay that each reply has to wait at the server, in nanoseconds */
    Caller(Selector selector, int port, Names names, long delay) throws IOException {
        this.names = names;
        this.delay = delay;
        this.sentAt = new long[names.cycle()];
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = channel.connect(new InetSocketAddress("127.0.0.1", port));
        key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    }

    boolean greeted() {
        return greeting == GREETING.capacity();
    }

    /** Whether nothing is due to it. */
    boolean silent() {
        return answered == goal;
    }

    /** Says all names of the cycle that are not on their way already, as far as the kernel takes them. */
    void ask() throws IOException {
        goal = answered + names.cycle();
        send();
    }

    private void send() throws IOException {
        long room = goal * names.nameLine() - bytesSaid;
        if (room > 0) {
            int length = (int) room;
            long now = System.nanoTime(); // before the write: after it the server may have been faster
            int sent = channel.write(names.toSay(bytesSaid, length));
            bytesSaid += sent;
            stamp(bytesSaid / names.nameLine(), now);
            key.interestOps(sent == length ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void stamp(long until, long now) {
        for (; asked < until; asked++) {
            sentAt[(int) (asked % sentAt.length)] = now;
        }
    }

    /**
     * Does what its key is ready for.
     *
     * @param buffer for what is read
     * @param times how late each reply was is added to it
     * @return how many replies came
     */
    int ready(ByteBuffer buffer, Histogram times) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
        }
        if (key.isWritable()) {
            send();
        }
        return key.isReadable() ? hear(buffer, times) : 0;
    }

    private int hear(ByteBuffer buffer, Histogram times) throws IOException {
        if (channel.read(buffer.clear()) < 0) {
            throw new BenchException("the server hung up");
        }
        buffer.flip();
        if (!greeted()) {
            int length = Math.min(buffer.remaining(), GREETING.capacity() - greeting);
            compare(buffer, GREETING.duplicate().position(greeting).limit(greeting + length));
            greeting += length;
        }
        int length = buffer.remaining();
        if (bytesHeard + length > asked * names.replyLine()) {
            throw new BenchException("a reply to nothing that was said");
        }
        compare(buffer, names.toHear(bytesHeard, length));
        bytesHeard += length;
        return count(bytesHeard / names.replyLine(), times);
    }

    private static void compare(ByteBuffer came, ByteBuffer expected) {
        int length = expected.remaining();
        int limit = came.limit();
        if (came.limit(came.position() + length).mismatch(expected) >= 0) {
            byte[] wrong = new byte[Math.min(length, 80)];
            came.get(wrong);
            throw new BenchException("a wrong reply, in: " + new String(wrong, StandardCharsets.ISO_8859_1).strip());
        }
        came.position(came.limit()).limit(limit);
    }

    private int count(long until, Histogram times) {
        long now = System.nanoTime();
        int came = (int) (until - answered);
        for (; answered < until; answered++) {
            long late = now - sentAt[(int) (answered % sentAt.length)] - delay;
            if (late < 0) {
                throw new BenchException("a reply that came " + -late + " ns early");
            }
            times.add(late);
        }
        return came;
    }

    void close() throws IOException {
        channel.close();
    }
}
