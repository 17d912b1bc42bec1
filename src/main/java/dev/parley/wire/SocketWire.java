package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ShutdownEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A wire over a socket.
 *
 * <p>Reading is a cursor over what has come: records are taken until the listener says stop, and the rest stays for
 * {@link #resume()}; meanwhile nothing is read from the socket, so a peer that floods costs no memory. Whatever is said
 * while a read is worked off leaves in one write at its end. Everything happens on the connection's event loop.
 */
public final class SocketWire implements Wire {
    /** What is said is written when it has grown to this, even if the read has not been worked off. */
    private static final int FLUSH_AT = 64 * 1024;

    /** How long a peer may take to read the last words, before the wire is cut. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    /** What all wires of one verticle instance share, since they take turns on its event loop. */
    public static final class Shared {
        final Time time;
        final Counters counters;
        final Out out = new Out();
        byte[] read = new byte[FLUSH_AT];
        private final Promise<Void> empty = Promise.promise();
        private boolean stopping;
        private int open;

        public Shared(Time time, Counters counters) {
            this.time = time;
            this.counters = counters;
        }

        /**
         * Completes when the last listener has been told of its end. A server's own shutdown is done a little earlier,
         * when the sockets are closed.
         */
        public Future<Void> empty() {
            stopping = true;
            if (open == 0) {
                empty.tryComplete();
            }
            return empty.future();
        }

        private void opened() {
            open++;
            counters.accepted.increment();
        }

        private void closed() {
            open--;
            counters.closed.increment();
            if (stopping) {
                empty();
            }
        }
    }

    private final NetSocketInternal socket;
    private final ChannelHandlerContext context;
    private final Shared shared;
    private final Out out;
    private final Framing framing;
    private final Deframer deframer;
    private final Duration linger;
    private final Span in = new Span();
    private final Span record = new Span();

    private Listener listener;
    private Tap tap;
    private Phase phase = Phase.TALKING;
    private boolean stopped;
    private boolean choked;
    private boolean inputOver;
    private boolean inputOverTold;
    private boolean working;
    private boolean reading = true;
    private int start;
    private int unwritten;
    private Ending fault;
    private String reason = "";
    private Time.Alarm lastWords = Time.Alarm.NONE;
    private Time.Alarm drained = Time.Alarm.NONE;

    /** Takes over a socket, on its event loop, before anything of it has been read. */
    public SocketWire(NetSocket socket, Framing framing, Limits limits, Duration linger, Shared shared) {
        this.socket = (NetSocketInternal) socket;
        this.context = this.socket.channelHandlerContext();
        this.framing = framing;
        this.deframer = framing.deframer(limits.record());
        this.linger = linger;
        this.shared = shared;
        this.out = shared.out;
        shared.opened();
    }

    /** Lets somebody listen in, below the framing, from before the start. */
    public void tap(Tap tap) {
        this.tap = tap;
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        // A peer that has said all it wants may end its side and still wait for the answers.
        channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        socket.exceptionHandler(this::failed);
        socket.closeHandler(closed -> closed());
        socket.drainHandler(drained -> unchoked());
        socket.eventHandler(this::event);
        socket.messageHandler(message -> read((ByteBuf) message));
        // On a worker thread bytes may have come before the handler above was set: Vert.x kept them for this one.
        socket.handler(this::readEarly);
        readOrNot();
    }

    private Channel channel() {
        return context.channel();
    }

    @Override
    public String peer() {
        return channel().remoteAddress() instanceof InetSocketAddress peer
                ? Addresses.print(peer.getAddress(), peer.getPort())
                : "a peer that has gone";
    }

    @Override
    public Time time() {
        return shared.time;
    }

    // ---- in ----------------------------------------------------------------------------------------------------

    private void read(ByteBuf message) {
        try {
            int length = message.readableBytes();
            byte[] read = scratch(length);
            message.readBytes(read, 0, length);
            read(read, length);
        } finally {
            message.release();
        }
    }

    private void readEarly(Buffer buffer) {
        read(buffer.getBytes(), buffer.length());
    }

    private byte[] scratch(int length) {
        if (shared.read.length < length) {
            shared.read = new byte[length];
        }
        return shared.read;
    }

    private void read(byte[] bytes, int length) {
        shared.counters.bytesIn.add(length);
        if (!phase.talks()) {
            return;
        }
        if (in.length() == 0) {
            in.set(bytes, 0, length);
        } else {
            byte[] joined = Arrays.copyOfRange(in.bytes, in.from, in.to + length);
            System.arraycopy(bytes, 0, joined, in.length(), length);
            in.set(joined, 0, joined.length);
        }
        if (tap != null) {
            tap(Tap.Direction.IN, bytes, length);
        }
        work();
        if (in.length() > 0 && in.bytes == shared.read) {
            byte[] rest = in.copy();
            in.set(rest, 0, rest.length);
        }
    }

    private void tap(Tap.Direction direction, byte[] bytes, int length) {
        Span heard = new Span();
        heard.set(bytes, 0, length);
        tap.heard(direction, heard, time().now());
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void resume() {
        stopped = false;
        work();
    }

    /** Takes records until there are no more, or somebody says stop; then writes what was said. */
    private void work() {
        if (working) {
            return;
        }
        working = true;
        try {
            takeRecords();
            write();
            if (phase instanceof Phase.Draining && !stopped && !choked) {
                end(Ending.DRAINED);
            }
        } catch (FramingException e) {
            fail(e.ending(), e.getMessage());
        } catch (Exception e) {
            countLost(unwritten);
            unwritten = 0;
            out.cut(0);
            fail(Ending.BROKEN, "a fault of ours, " + e);
        } finally {
            working = false;
            readOrNot();
        }
    }

    private void takeRecords() throws FramingException {
        while (phase.talks() && !stopped && !choked) {
            if (deframer.next(in, record) || inputOver && deframer.end(record)) {
                stopped = !listener.record(record);
                if (out.size() >= FLUSH_AT) {
                    write();
                }
            } else {
                if (inputOver && !inputOverTold) {
                    inputOverTold = true;
                    listener.inputEnded();
                }
                return;
            }
        }
    }

    private void readOrNot() {
        boolean wanted = phase instanceof Phase.Lingering || phase instanceof Phase.Talking && !stopped && !choked;
        if (wanted != reading) {
            reading = wanted;
            // Straight at the channel: Vert.x's own pause() lets eight more reads in before it takes effect.
            channel().config().setAutoRead(wanted);
        }
    }

    @Override
    public void countRecord() {
        shared.counters.recordsIn.increment();
    }

    @Override
    public void untaken(Predicate<Span> more) {
        try {
            while (deframer.next(in, record) && more.test(record)) {
                // the predicate does what there is to do
            }
        } catch (FramingException e) {
            in.set(in.bytes, 0, 0); // bytes that are no record are owed no answer
        }
    }

    @Override
    public byte[] unfinished() {
        return deframer.unfinished();
    }

    // ---- out ---------------------------------------------------------------------------------------------------

    @Override
    public Out open() {
        start = out.size();
        framing.open(out);
        return out;
    }

    @Override
    public void close() {
        try {
            framing.close(out, start);
            unwritten++;
        } catch (FramingException e) {
            out.cut(start);
            fail(e.ending(), e.getMessage());
        }
    }

    @Override
    public void flush() {
        if (!working) {
            write();
            readOrNot();
        }
    }

    private void write() {
        int size = out.size();
        if (size == 0) {
            return;
        }
        int records = unwritten;
        unwritten = 0;
        if (tap != null) {
            tap(Tap.Direction.OUT, out.array(), size);
        }
        ByteBuf message = context.alloc().directBuffer(size).writeBytes(out.array(), 0, size);
        out.cut(0);
        shared.counters.bytesOut.add(size);
        shared.counters.recordsOut.add(records);
        socket.writeMessage(message).onFailure(unsent -> shared.counters.repliesLost.add(records));
        choked = socket.writeQueueFull();
    }

    private void unchoked() {
        choked = false;
        work();
    }

    // ---- the end -----------------------------------------------------------------------------------------------

    @Override
    public void end(Ending why) {
        if (!phase.talks()) {
            return;
        }
        phase = new Phase.Lingering(why);
        write();
        in.set(in.bytes, 0, 0);
        lastWords = time().after(LAST_WORDS, this::cut);
        socket.writeMessage(Unpooled.EMPTY_BUFFER).onSuccess(written -> sendFin());
        if (!working) {
            readOrNot();
        }
    }

    private void sendFin() {
        if (phase instanceof Phase.Closed) {
            return;
        }
        if (inputOver || linger.isZero() || socket.isSsl()) {
            cut();
            return;
        }
        lastWords.cancel();
        lastWords = time().after(linger, this::cut);
        ((DuplexChannel) channel()).shutdownOutput();
    }

    @Override
    public void cut() {
        // From the middle of the pipeline: the socket's own close() waits until the peer has read everything.
        context.close();
    }

    /** Ends the conversation because of what the peer did, or could not be told. */
    private void fail(Ending why, String reason) {
        this.reason = reason;
        end(why);
    }

    @Override
    public String reason() {
        return reason;
    }

    /** Reads no more, has answered what was read, and ends; or is cut when {@code within} has passed. */
    private void drain(Duration within) {
        if (phase instanceof Phase.Talking) {
            phase = Phase.DRAINING;
        }
        if (within.isZero()) {
            cut();
            return;
        }
        drained = time().after(within, this::cut);
        work();
    }

    private void event(Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputOver = true;
            if (phase instanceof Phase.Lingering) {
                socket.writeMessage(Unpooled.EMPTY_BUFFER).onComplete(written -> cut());
            } else {
                work();
            }
        } else if (event instanceof ShutdownEvent shutdown) {
            drain(Duration.of(shutdown.timeout(), shutdown.timeUnit().toChronoUnit()));
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    private void failed(Throwable fault) {
        // Netty words a reset differently on each transport, but it is always an IOException.
        this.fault = fault instanceof IOException ? Ending.RESET : Ending.BROKEN;
        if (this.fault == Ending.BROKEN) {
            reason = fault.toString();
        }
    }

    private void closed() {
        lastWords.cancel();
        drained.cancel();
        Ending why = phase instanceof Phase.Lingering lingering ? lingering.why() : fault;
        if (why == null) {
            why = phase instanceof Phase.Draining ? Ending.DRAINED : Ending.FIN;
        }
        phase = new Phase.Closed(why);
        listener.closed(why);
        shared.closed();
    }

    @Override
    public void countLost(int replies) {
        shared.counters.repliesLost.add(replies);
    }
}
