package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ShutdownEvent;
import java.io.IOException;
import java.time.Duration;
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

    private final NetSocketInternal socket;
    private final ChannelHandlerContext context;
    private final Loop loop;
    private final Out out;
    private final Framing framing;
    private final Inbox inbox;
    private final Duration linger;
    private final Time time = new GuardedTime();

    private Listener listener;
    private Tap tap;
    private Phase phase = Phase.TALKING;
    private Ending fault = Ending.FIN;
    private String reason = "";
    private Time.Alarm lastWords = Time.Alarm.NONE;
    private Time.Alarm drained = Time.Alarm.NONE;

    /** The listener wants no more records for now. */
    private boolean stopped;
    /** The peer does not read what was written. */
    private boolean choked;
    /** The listener knows that no more will come. */
    private boolean toldOfEnd;
    /** Records are being taken: whoever asks for more, or for a write, gets it when that is done. */
    private boolean working;
    /** The socket is being read. */
    private boolean reading = true;

    /** Where the record that is being said begins. */
    private int begun;
    /** Since the last write: records taken, records said, and answers among those. */
    private int taken;

    private int said;
    private int owed;

    /**
     * A wire over a socket, on its event loop, before anything of it has been read.
     *
     * @param tail what a peer has left unfinished at its end
     * @param linger how long to wait for the peer's end after our own, so that what it still sends does not reset what
     *     it has to read
     */
    public SocketWire(NetSocket socket, Framing framing, Limits limits, Tail tail, Duration linger, Loop loop) {
        this.socket = (NetSocketInternal) socket;
        this.context = this.socket.channelHandlerContext();
        this.framing = framing;
        this.inbox = new Inbox(framing.deframer(limits.record()), tail);
        this.linger = linger;
        this.loop = loop;
        this.out = loop.out;
        loop.opened();
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
        readOrNot();
    }

    private Channel channel() {
        return context.channel();
    }

    @Override
    public String peer() {
        return Addresses.print(channel().remoteAddress());
    }

    @Override
    public String local() {
        return Addresses.print(channel().localAddress());
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public void run(Runnable step) {
        try {
            step.run();
        } catch (Exception | OutOfMemoryError e) { // one connection less is what mends the latter
            broken(e);
        }
    }

    private void broken(Throwable fault) {
        countLost(owed);
        owed = 0;
        said = 0;
        out.cut(0);
        reason = "a fault of ours, " + fault;
        end(Ending.BROKEN);
    }

    /** The loop's clock, with timers that cannot leave a peer hanging. */
    private final class GuardedTime implements Time {
        @Override
        public long now() {
            return loop.time.now();
        }

        @Override
        public Alarm after(Duration delay, Runnable then) {
            return loop.time.after(delay, () -> run(then));
        }
    }

    private void read(ByteBuf message) {
        int length = message.readableBytes();
        byte[] read = loop.read(length);
        message.readBytes(read, 0, length).release();
        loop.counters.bytesIn.add(length);
        if (!phase.talks()) {
            return;
        }
        tap(Tap.Direction.IN, read, length);
        inbox.add(read, length);
        work();
        inbox.keep(read);
    }

    private void tap(Tap.Direction direction, byte[] bytes, int length) {
        if (tap != null) {
            Span heard = new Span();
            heard.set(bytes, 0, length);
            tap.heard(direction, heard, time().now());
        }
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
            inbox.clear(); // what follows bytes that are no record is none either
            fail(e);
        } catch (Exception | OutOfMemoryError e) {
            broken(e);
        } finally {
            working = false;
            readOrNot();
        }
    }

    private void takeRecords() throws FramingException {
        while (phase.talks() && !stopped && !choked) {
            Span record = inbox.take();
            if (record != null) {
                stopped = !listener.record(record);
                if (out.size() >= FLUSH_AT) {
                    write();
                }
            } else {
                if (inbox.over() && !toldOfEnd) {
                    toldOfEnd = true;
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
    public Out beginRecord() {
        begun = out.size();
        framing.open(out);
        return out;
    }

    @Override
    public void endRecord() {
        try {
            framing.close(out, begun);
            said++;
        } catch (FramingException e) {
            out.cut(begun);
            countLost(1);
            fail(e);
        }
    }

    @Override
    public byte[] takeBack() {
        byte[] framed = out.since(begun).copy();
        out.cut(begun);
        return framed;
    }

    @Override
    public void send(byte[] framed, int from, int to) {
        write();
        Span piece = new Span();
        piece.set(framed, from, to);
        out.append(piece);
        write();
    }

    @Override
    public void flush() {
        if (!working) {
            write();
            readOrNot();
        }
    }

    private void write() {
        count();
        int size = out.size();
        if (size == 0) {
            return;
        }
        tap(Tap.Direction.OUT, out.array(), size);
        ByteBuf message = context.alloc().directBuffer(size).writeBytes(out.array(), 0, size);
        out.cut(0);
        int answers = owed;
        owed = 0;
        loop.counters.bytesOut.add(size);
        socket.writeMessage(message).onFailure(unsent -> countLost(answers));
        choked = socket.writeQueueFull();
    }

    /** The counters cost something: not for each record, but for each write. */
    private void count() {
        if (taken > 0) {
            loop.counters.recordsIn.add(taken);
            taken = 0;
        }
        if (said > 0) {
            loop.counters.recordsOut.add(said);
            said = 0;
        }
    }

    @Override
    public boolean full() {
        return choked;
    }

    private void unchoked() {
        choked = false;
        run(listener::drained);
        work();
    }

    @Override
    public void endOutput() {
        write();
        socket.writeMessage(Unpooled.EMPTY_BUFFER).onSuccess(written -> shutdownOutput());
    }

    private void shutdownOutput() {
        if (!(phase instanceof Phase.Closed)) {
            SslHandler tls = channel().pipeline().get(SslHandler.class);
            if (tls == null) {
                ((DuplexChannel) channel()).shutdownOutput();
            } else { // whose own word for the end comes first
                tls.closeOutbound().addListener(said -> ((DuplexChannel) channel()).shutdownOutput());
            }
        }
    }

    @Override
    public void end(Ending why) {
        if (!phase.talks()) {
            return;
        }
        phase = new Phase.Lingering(why);
        if (why == Ending.FIN) {
            inbox.clear(); // after a farewell nothing is owed
        }
        write();
        lastWords = time().after(LAST_WORDS, this::cut);
        // It fails where our side has been ended before, and nothing is left to be written.
        socket.writeMessage(Unpooled.EMPTY_BUFFER).onComplete(written -> linger());
        if (!working) {
            readOrNot();
        }
    }

    /** All is written: waits for the peer's end, so that what it still sends does not reset what it has to read. */
    private void linger() {
        if (phase instanceof Phase.Closed) {
            return;
        }
        if (inbox.over() || linger.isZero()) {
            cut();
            return;
        }
        lastWords.cancel();
        lastWords = time().after(linger, this::cut);
        shutdownOutput();
    }

    @Override
    public void reset() {
        if (!phase.talks()) {
            return;
        }
        phase = new Phase.Lingering(Ending.RESET);
        write();
        lastWords = time().after(LAST_WORDS, this::cut);
        socket.writeMessage(Unpooled.EMPTY_BUFFER).onComplete(written -> {
            channel().config().setOption(ChannelOption.SO_LINGER, 0); // whose close is an RST
            channel().pipeline().firstContext().close(); // below TLS, which would say goodbye
        });
    }

    @Override
    public void cut() {
        // From the middle of the pipeline: the socket's own close() waits until the peer has read everything.
        context.close();
    }

    private void fail(FramingException e) {
        reason = e.getMessage();
        end(e.ending());
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
        if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent notice && notice.isSuccess()) {
            inbox.end();
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

    private void failed(Throwable cause) {
        // Netty words a reset differently on each transport, but it is always an IOException.
        fault = cause instanceof IOException ? Ending.RESET : Ending.BROKEN;
        if (fault == Ending.BROKEN) {
            reason = TlsFaults.in(cause) ? TlsFaults.of(cause) : cause.toString();
        }
    }

    private void closed() {
        lastWords.cancel();
        drained.cancel();
        Ending why = phase instanceof Phase.Lingering lingering
                ? lingering.why()
                : phase instanceof Phase.Draining && fault == Ending.FIN ? Ending.DRAINED : fault;
        phase = new Phase.Closed(why);
        listener.closed(why);
        count();
        loop.closed();
    }

    @Override
    public Fragment unfinished() {
        return inbox.unfinished();
    }

    @Override
    public CutRecord cut(byte[] body, int length) {
        return framing.cut(body, length);
    }

    @Override
    public void untaken(Predicate<Span> more) {
        try {
            Span record = inbox.take();
            while (record != null && more.test(record)) {
                record = inbox.take();
            }
        } catch (FramingException e) {
            inbox.clear(); // bytes that are no record are owed no answer
        }
    }

    @Override
    public void countRecord() {
        taken++;
    }

    @Override
    public void countAnswer() {
        owed++;
    }

    @Override
    public void countLost(int answers) {
        if (answers > 0) {
            loop.counters.repliesLost.add(answers);
        }
    }
}
