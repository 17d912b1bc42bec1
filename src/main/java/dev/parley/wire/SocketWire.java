package dev.parley.wire;

import dev.parley.config.Durations;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.AsyncResult;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ShutdownEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A wire over a socket.
 *
 * <p>Reading is a cursor over what has come: records are taken until the listener says stop, and the rest stays for
 * {@link #resume()}. While it waits, reading goes on up to {@link Limits#pending} records, so that a peer that leaves is
 * noticed, and no further, so that one that floods costs no memory. Whatever is said while a read is worked off leaves in
 * one write at its end. Everything happens on the connection's event loop.
 */
public final class SocketWire implements Wire {
    /**
     * What the kernel keeps of what was written. A third of twice that has to leave before we learn that anything has; left
     * to itself the kernel takes megabytes, and a peer that reads 25 kB a second seems to read nothing for half a minute.
     */
    private static final int SENT = 256 * 1024;

    /** However short, the loop reads what is there before the next of its timers. */
    private static final Duration LAST_LOOK = Duration.ofMillis(1);

    private final Ear ear;
    private final ChannelHandlerContext context;
    private final Loop loop;
    private final Limits limits;
    private final Framing framing;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Parting parting;
    private final Closing closing;
    private final Time time = new GuardedTime();

    /** Where the loop keeps it. */
    int seat;

    private Listener listener;
    private Tap tap = Tap.NONE;
    private Phase phase = Phase.TALKING;
    private Ending fault = Ending.FIN;
    private String reason = "";

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

    /** Records taken since the last write. */
    private int taken;
    /** When the peer was last heard, or last had to be, as of the last check; nanoseconds on the loop's clock. */
    private long heardAt;
    /** It has been heard since. */
    private boolean heard;
    /** What the budget knows to be held here. */
    private long told;

    /**
     * A wire over a socket, on its event loop, before anything of it has been read.
     *
     * @param tail what a peer has left unfinished at its end
     */
    public SocketWire(NetSocket socket, Framing framing, Tail tail, Parting parting, Loop loop) {
        this.ear = Ear.on(socket);
        this.context = ear.context();
        this.framing = framing;
        this.limits = loop.limits;
        this.inbox = new Inbox(framing, limits.record(), tail);
        this.outbox = new Outbox(context, framing, loop, this::left);
        this.parting = parting;
        this.closing = new Closing(context, outbox, inbox, time);
        this.loop = loop;
        this.heardAt = loop.time.now();
    }

    /** Lets somebody listen in, below the framing, from before the start. */
    public void tap(Tap tap) {
        this.tap = tap;
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        ear.listen(this);
        loop.opened(this);
        // A peer that has said all it wants may end its side and still wait for the answers.
        channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel().config().setOption(ChannelOption.SO_SNDBUF, SENT);
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
        outbox.drop();
        giveUp(Ending.BROKEN, "a fault of ours, " + fault);
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

    void read(ByteBuf message) {
        int length = message.readableBytes();
        int room = inbox.room();
        byte[] read;
        try {
            read = loop.read(room + length);
            message.readBytes(read, room, length);
        } finally {
            message.release();
        }
        loop.counters.bytesIn.add(length);
        heard = true;
        if (!phase.talks()) {
            return;
        }
        if (isUnasked() && loop.budget.spent()) {
            makeRoom();
            return;
        }
        if (tap != Tap.NONE) {
            Span came = new Span();
            came.set(read, room, room + length);
            tap.heard(Tap.Direction.IN, came, loop.time.now());
        }
        inbox.add(read, length);
        work();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void resume() {
        stopped = false;
        heard = true; // the peer had to wait, and not the other way round
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
                listener.lastWords();
                end(Ending.DRAINED);
            }
        } catch (FramingException e) {
            inbox.clear(); // what follows bytes that are no record is none either
            fail(e.ending(), e.getMessage());
            inbox.forget();
        } catch (Exception | OutOfMemoryError e) {
            broken(e);
        } finally {
            working = false;
            inbox.settle(stopped);
            tellBudget();
            readOrNot();
        }
    }

    private void takeRecords() throws FramingException {
        int share = loop.share();
        while (phase.talks() && !stopped && !choked) {
            echo(share);
            Span record = inbox.take();
            if (record != null) {
                stopped = !listener.record(record);
            }
            if (outbox.fills(share)) {
                write();
                share = loop.share();
            }
            if (record == null) {
                if (inbox.over() && !toldOfEnd) {
                    toldOfEnd = true;
                    listener.inputEnded();
                }
                return;
            }
        }
    }

    /** Takes those records first that need no more than an echo. */
    private void echo(int share) {
        Lane lane = loop.lane(framing, listener.echoes());
        if (lane != null) {
            int echoed = inbox.echo(lane, loop.out, share);
            taken += echoed;
            outbox.echoed(echoed);
            listener.echoed(echoed);
        }
    }

    private void readOrNot() {
        boolean wanted = phase instanceof Phase.Lingering || phase instanceof Phase.Talking && !choked && hasRoom();
        if (wanted != reading) {
            reading = wanted;
            // Straight at the channel: Vert.x's own pause() lets eight more reads in before it takes effect.
            channel().config().setAutoRead(wanted);
        }
    }

    /** Whether more may be read: a share of what all may hold; and while a record waits, so many more records. */
    private boolean hasRoom() {
        boolean fits = inbox.size() < loop.share();
        if (!stopped) {
            return fits || !loop.budget.spent(); // the rest of a record has to come before it can be answered
        }
        int others = limits.pending() - 1;
        return fits && others > 0 && framing.readsAhead() && !inbox.waits(others);
    }

    private void tellBudget() {
        long held = phase instanceof Phase.Closed ? 0 : inbox.held() + outbox.unsent();
        if (held != told) {
            loop.budget.holds(held - told);
            told = held;
        }
    }

    @Override
    public Out beginRecord() {
        return outbox.begin();
    }

    @Override
    public boolean endRecord() {
        try {
            outbox.end();
            return true;
        } catch (FramingException e) {
            fail(e.ending(), e.getMessage());
            return false;
        }
    }

    @Override
    public byte[] takeBack() {
        return outbox.takeBack();
    }

    @Override
    public void send(byte[] framed, int from, int to, int answers) {
        write();
        outbox.append(framed, from, to, answers);
        write();
    }

    @Override
    public void flush() {
        if (!working) {
            write();
            tellBudget();
            readOrNot();
        }
    }

    private void write() {
        countTaken();
        outbox.write(tap);
        choked |= outbox.unsent() >= loop.share(); // only what has left can mend that
    }

    private void countTaken() {
        if (taken > 0) {
            loop.counters.recordsIn.add(taken);
            taken = 0;
        }
    }

    @Override
    public boolean full() {
        if (outbox.fills(loop.share())) {
            write();
        }
        return choked;
    }

    /** Something that was written has left, or met a peer that has gone. */
    private void left(AsyncResult<Void> how) {
        if (how.cause() instanceof IOException gone && !(gone instanceof ClosedChannelException)) { // our own doing
            failed(gone);
        }
        tellBudget();
        // To one that has gone nothing more is said: what it is owed is lost.
        if (choked && channel().isActive() && outbox.unsent() <= loop.share() / 2) {
            choked = false;
            run(listener::drained);
            work();
        }
    }

    @Override
    public void endOutput() {
        write();
        closing.endOutput();
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
        closing.linger(parting.linger());
        if (!working) {
            readOrNot();
        }
    }

    @Override
    public void reset() {
        if (!phase.talks()) {
            return;
        }
        phase = new Phase.Lingering(Ending.RESET);
        inbox.clear(); // what came before is answered, and nothing is owed to the rest
        write();
        closing.reset();
    }

    @Override
    public void cut() {
        closing.cut();
    }

    private void fail(Ending why, String words) {
        listener.lastWords();
        giveUp(why, words);
    }

    private void giveUp(Ending why, String words) {
        if (!reason.isEmpty()) {
            return; // whatever else fails has come of the first
        }
        reason = words;
        if (why != Ending.BROKEN && parting.explained()) {
            explain();
        }
        end(why);
        listener.failed(why);
    }

    /** Says in a record why it ends, where the framing has room for that. */
    private void explain() {
        try {
            outbox.begin().append(Parting.error(reason));
            outbox.end();
        } catch (FramingException e) {
            // Then the peer is left to see the end: the reason is in the log.
        }
    }

    /** Ends it when its time is up. */
    void check(long now) {
        if (phase instanceof Phase.Closed) {
            return;
        }
        if (heard) {
            heardAt = now;
            heard = false;
        }
        outbox.look(now);
        if (outbox.stuckFor(now) > limits.write().toNanos()) {
            reason = "what was written was not read within " + Durations.print(limits.write());
            phase = new Phase.Lingering(Ending.TIMEOUT);
            cut();
        } else if (phase instanceof Phase.Talking && !stopped && !choked) {
            checkInput(Math.min(now - heardAt, outbox.stillFor(now)));
        }
    }

    /** Nothing is due to the peer: it is the one that has to come up with something. */
    private void checkInput(long silence) {
        readOrNot(); // others may have left room
        if (!reading && silence > limits.write().toNanos()) {
            makeRoom();
        } else if (limits.idle().filter(idle -> silence > idle.toNanos()).isPresent() && outbox.unsent() == 0) {
            fail(
                    Ending.TIMEOUT,
                    "nothing came for " + Durations.print(limits.idle().get()));
        }
    }

    /** For how long the rest of its record has not been read, since others hold so much; 0 where it is read. */
    long waitsForRoom(long now) {
        return waitsForRoom() ? now - heardAt : 0;
    }

    /**
     * Whether it is read though it waits for room: once its peer has ended, epoll has all that is left read. Of one read
     * over TLS there may be more to come, which was asked for.
     */
    private boolean isUnasked() {
        return waitsForRoom() && context.pipeline().firstContext() == context;
    }

    private boolean waitsForRoom() {
        return phase instanceof Phase.Talking && !stopped && !choked && !reading;
    }

    /** What it holds, as the budget knows it. */
    long held() {
        return told;
    }

    /** Gives up what has come of its record, for others. */
    void makeRoom() {
        fail(Ending.LIMIT, "no room for the rest of its record");
        inbox.forget();
        tellBudget();
    }

    @Override
    public String reason() {
        return reason;
    }

    /** Reads no more than there is, has answered it, and ends; or is cut when {@code within} has passed. */
    private void drain(Duration within) {
        if (within.isZero()) {
            beginToDrain();
            cut();
        } else {
            closing.cutAfter(within);
            time.after(LAST_LOOK, () -> {
                beginToDrain();
                work();
            });
        }
    }

    private void beginToDrain() {
        if (phase instanceof Phase.Talking) {
            phase = Phase.DRAINING;
        }
    }

    void event(Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent notice && notice.isSuccess()) {
            if (phase instanceof Phase.Lingering) { // an end that came after ours makes no record of what was left
                closing.close();
            } else {
                inbox.end();
                work();
                if (event instanceof SslCloseCompletionEvent && !closing.halfway() && phase.talks()) {
                    run(listener::unheard);
                }
            }
        } else if (event instanceof ShutdownEvent shutdown) {
            drain(Duration.of(shutdown.timeout(), shutdown.timeUnit().toChronoUnit()));
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    void failed(Throwable cause) {
        if (!phase.talks()) {
            return; // after our end it changes nothing
        }
        // Netty words a reset differently on each transport, but it is always an IOException.
        fault = cause instanceof IOException ? Ending.RESET : Ending.BROKEN;
        if (fault == Ending.BROKEN) {
            reason = TlsFaults.in(cause) ? TlsFaults.of(cause) : cause.toString();
        }
    }

    void closed() {
        closing.done();
        Ending why = phase instanceof Phase.Lingering lingering
                ? lingering.why()
                : phase instanceof Phase.Draining && fault == Ending.FIN ? Ending.DRAINED : fault;
        phase = new Phase.Closed(why);
        try {
            listener.closed(why);
        } finally {
            countTaken();
            tellBudget();
            loop.closed(this);
        }
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
        } catch (Exception | OutOfMemoryError e) {
            inbox.clear(); // bytes that are no record are owed no answer, and no fault of ours keeps it from its end
        }
    }

    @Override
    public void countRecord() {
        taken++;
    }

    @Override
    public void countAnswer() {
        outbox.countAnswer();
    }

    @Override
    public void countLost(int answers) {
        outbox.countLost(answers);
    }

    @Override
    public long lost() {
        return outbox.lost();
    }
}
