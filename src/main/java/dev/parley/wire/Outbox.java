package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.function.Consumer;

/**
 * What was said and is not with the peer: the record that is being said, the write to come, and the writes on their way.
 * Of one connection.
 */
final class Outbox {
    /** What a write takes beside its bytes: its place in Netty's queue, its promises, its buffer. */
    private static final int WRITE = 512;

    private final ChannelHandlerContext context;
    private final ContextInternal vertx = ContextInternal.current();
    private final Framing framing;
    private final Loop loop;
    private final Consumer<AsyncResult<Void>> left;

    /** Where the record that is being said begins. */
    private int begun;
    /** Records said since the last write, and how many of them are answers. */
    private int said;

    private int owed;
    /** Answers that were owed and did not get there. */
    private long lost;
    /** Bytes that were written, and that the peer has not taken, with what it takes to write them. */
    private long unsent;
    /** What of that was in the socket's own queue at the last look. */
    private long queued;
    /** When something of that moved last, as of the last look; nanoseconds on the loop's clock. */
    private long movedAt;
    /** Something has moved since. */
    private boolean moved;

    /** @param left is told when a write has left, or has failed to */
    Outbox(ChannelHandlerContext context, Framing framing, Loop loop, Consumer<AsyncResult<Void>> left) {
        this.context = context;
        this.framing = framing;
        this.loop = loop;
        this.left = left;
        this.movedAt = loop.time.now();
    }

    Out begin() {
        begun = loop.out.size();
        framing.open(loop.out);
        return loop.out;
    }

    void end() throws FramingException {
        try {
            framing.close(loop.out, begun);
            said++;
        } catch (FramingException e) {
            loop.out.resize(begun);
            throw e;
        }
    }

    byte[] takeBack() {
        byte[] framed = loop.out.since(begun).copy();
        loop.out.resize(begun);
        said--;
        return framed;
    }

    /** @param answers how many of those that were taken back are whole with these bytes */
    void append(byte[] framed, int from, int to, int answers) {
        Span piece = new Span();
        piece.set(framed, from, to);
        loop.out.append(piece);
        said += answers;
        owed += answers;
    }

    /** Whether so much has been said since the last write that another is due. */
    boolean fills(int share) {
        return loop.out.size() >= share;
    }

    /** Writes what was said, if anything was. */
    void write(Tap tap) {
        int size = loop.out.size();
        if (size == 0) {
            return;
        }
        if (tap != Tap.NONE) {
            tap.heard(Tap.Direction.OUT, loop.out.since(0), loop.time.now());
        }
        int answers = owed;
        owed = 0;
        loop.counters.recordsOut.add(said); // the counters cost something: not for each record, but for each write
        said = 0;
        loop.counters.bytesOut.add(size);
        byte[] bytes = loop.out.array();
        loop.out.drop(); // whatever happens: it is nobody else's
        try {
            send(bytes, size, answers);
        } catch (Exception | OutOfMemoryError e) {
            countLost(answers);
            throw e;
        }
    }

    private void send(byte[] bytes, int size, int answers) {
        int gone = 0;
        if (unsent == 0) {
            moved = true;
            gone = loop.shortcut.send(context, bytes, size);
        }
        if (gone < size) {
            queue(bytes, gone, size - gone, answers);
        }
    }

    private void queue(byte[] bytes, int from, int size, int answers) {
        ByteBuf message = context.alloc().directBuffer(size).writeBytes(bytes, from, size);
        // Past Vert.x's own queue, which forgets to release what is in it when the connection is gone.
        ChannelFuture leaving = context.writeAndFlush(message);
        if (!leaving.isSuccess()) { // seldom: most writes have left by now, and nobody has to be told
            unsent += size + WRITE;
            told(leaving).onComplete(how -> left(how, size, answers));
        }
    }

    private Future<Void> told(ChannelFuture leaving) {
        PromiseInternal<Void> left = vertx.promise();
        leaving.addListener(left);
        return left.future();
    }

    private void left(AsyncResult<Void> how, int size, int answers) {
        unsent -= size + WRITE;
        moved = true;
        if (how.failed()) {
            countLost(answers);
        }
        left.accept(how);
    }

    /** Completes when all that was written has left, or never will. */
    Future<Void> flushed() {
        return told(context.writeAndFlush(Unpooled.EMPTY_BUFFER));
    }

    /** What was said and not written is not written any more. */
    void drop() {
        loop.out.resize(0);
        countLost(owed);
        owed = 0;
        said = 0;
    }

    long unsent() {
        return unsent;
    }

    /**
     * Sees whether something has moved since the last look, if only a part of a write: a long one can take its time. To
     * look at the clock at each write instead would cost as much as a record or two.
     */
    void look(long now) {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        long left = queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
        if (moved || left < queued) {
            movedAt = now;
        }
        moved = false;
        queued = left;
    }

    /** For how long the peer has taken nothing of what was written, in nanoseconds. */
    long stuckFor(long now) {
        return unsent == 0 ? 0 : stillFor(now);
    }

    /** For how long nothing was written and nothing has left, in nanoseconds. */
    long stillFor(long now) {
        return now - movedAt;
    }

    /** What was said last is an answer, and lost if it cannot be written. */
    void countAnswer() {
        owed++;
    }

    /** What was said last were so many records, all of them answers. */
    void echoed(int records) {
        said += records;
        owed += records;
    }

    void countLost(int answers) {
        if (answers > 0) {
            lost += answers;
            loop.counters.repliesLost.add(answers);
        }
    }

    long lost() {
        return lost;
    }
}
