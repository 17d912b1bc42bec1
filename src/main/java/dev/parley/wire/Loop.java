package dev.parley.wire;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * What all wires of one verticle instance share, since they take turns on its event loop: clock, counters, limits, and
 * the arrays that are read into and written from.
 */
public final class Loop {
    /** How often overdue peers are looked for, at most and at least; a tenth of the shortest limit between these. */
    private static final Duration OFTEN = Duration.ofMillis(10);

    private static final Duration SELDOM = Duration.ofSeconds(1);

    /** For how long somebody waits for room before room is made. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** What is read of all peers together before each has had its turn; and of each in any case. */
    private static final int ROUND = 4 * 1024 * 1024;

    private static final int LEAST_TURN = 2 * 1024;

    final Time time;
    final Counters counters;
    final Limits limits;
    final Budget budget;
    final Out out = new Out();
    final Shortcut shortcut = new Shortcut();

    private final Promise<Void> empty = Promise.promise();
    private final List<SocketWire> wires = new ArrayList<>();
    private final Duration round;
    private Time.Alarm nextRound = Time.Alarm.NONE;
    private Echoes echoes = Echoes.NONE;
    private Lane lane;
    private final ReadBuffers buffers = new ReadBuffers(this::turn);
    private byte[] read = new byte[ReadBuffers.SIZE];
    private boolean closing;

    /** @param budget of all instances of the deployment */
    public Loop(Time time, Counters counters, Limits limits, Budget budget) {
        this.time = time;
        this.counters = counters;
        this.limits = limits;
        this.budget = budget;
        Duration shortest =
                limits.idle().filter(idle -> idle.compareTo(limits.write()) < 0).orElse(limits.write());
        Duration tenth = shortest.dividedBy(10);
        this.round = tenth.compareTo(OFTEN) < 0 ? OFTEN : tenth.compareTo(SELDOM) > 0 ? SELDOM : tenth;
    }

    byte[] read(int length) {
        if (read.length < length) {
            read = new byte[length];
        }
        return read;
    }

    /** The fast path, which all wires of an instance share: they speak one framing, and mostly of one play. */
    Lane lane(Framing framing, Echoes echoes) {
        if (echoes == Echoes.NONE) {
            return null;
        }
        if (this.echoes != echoes) {
            this.echoes = echoes;
            lane = framing.lane(echoes);
        }
        return lane;
    }

    /** How much one wire may read, or have read, or say, or have said. */
    int share() {
        return budget.share(limits.unit());
    }

    /** How much of one peer is read before it is the others' turn, so that a thousand that flood hold up nobody for long. */
    int turn() {
        if (budget.spent()) {
            return LEAST_TURN; // who has not been told yet to stop reading takes no more than it has to
        }
        return Math.min(share(), Math.max(LEAST_TURN, ROUND / Math.max(1, wires.size())));
    }

    /**
     * Has a socket read no more at a time than its turn allows. To be called before its first read, which may be that of
     * a handshake: from then on it has no effect.
     */
    public void pace(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        channel.config().setRecvByteBufAllocator(buffers);
    }

    /**
     * The event loop for a verticle's connections: its own, or a new one where it is deployed on worker or virtual
     * threads. Those would learn of a peer's first bytes and its end when the socket is already closed.
     */
    public static Context contextFor(Vertx vertx, Context verticle) {
        return verticle.isEventLoopContext() ? verticle : ((VertxInternal) vertx).createEventLoopContext();
    }

    /** Does something on an event loop, at once if that is the caller's. */
    public static <T> Future<T> on(Context loop, Supplier<Future<T>> work) {
        if (Vertx.currentContext() == loop) {
            return work.get();
        }
        Promise<T> done = Promise.promise();
        loop.runOnContext(
                turn -> Future.<T>future(begun -> work.get().onComplete(begun)).onComplete(done));
        return done.future();
    }

    /**
     * Completes when the last listener has been told of its end. A server's own shutdown is done a little earlier, when
     * the sockets are closed.
     */
    public Future<Void> empty() {
        closing = true;
        if (wires.isEmpty()) {
            empty.tryComplete();
        }
        return empty.future();
    }

    void opened(SocketWire wire) {
        wire.seat = wires.size();
        wires.add(wire);
        counters.accepted.increment();
        budget.opened();
        if (wires.size() == 1) {
            nextRound = time.after(round, this::lookForOverdue);
        }
    }

    void closed(SocketWire wire) {
        SocketWire last = wires.remove(wires.size() - 1);
        if (last != wire) {
            wires.set(wire.seat, last);
            last.seat = wire.seat;
        }
        counters.closed.increment();
        budget.closed();
        if (wires.isEmpty()) {
            nextRound.cancel();
        }
        if (closing) {
            empty();
        }
    }

    /** One timer for all wires instead of one for each. Backwards, since who is overdue leaves its seat to the last. */
    private void lookForOverdue() {
        nextRound = time.after(round, this::lookForOverdue);
        long now = time.now();
        for (int i = wires.size() - 1; i >= 0; i--) {
            SocketWire wire = wires.get(i);
            wire.run(() -> wire.check(now));
        }
        if (budget.spent()) {
            makeRoom(now);
        }
    }

    /** Who waits for room keeps what it holds, so that all would wait for ever. Who holds most goes, until half is free. */
    private void makeRoom(long now) {
        List<SocketWire> waiting = new ArrayList<>();
        for (SocketWire wire : wires) {
            if (wire.waitsForRoom(now) > GRACE.toNanos() && wire.held() >= budget.even()) {
                waiting.add(wire);
            }
        }
        waiting.sort(Comparator.comparingLong(SocketWire::held).reversed());
        for (SocketWire wire : waiting) {
            if (!budget.scarce()) {
                return;
            }
            wire.run(wire::makeRoom);
        }
    }
}
