package dev.parley.wire;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;

/**
 * What all wires of one verticle instance share, since they take turns on its event loop: clock, counters, and the
 * arrays that are read into and written from.
 */
public final class Loop {
    /** As much as Netty reads at a time. */
    private static final int READ = 64 * 1024;

    final Time time;
    final Counters counters;
    final Out out = new Out();

    private final Promise<Void> empty = Promise.promise();
    private byte[] read = new byte[READ];
    private boolean closing;
    private int open;

    public Loop(Time time, Counters counters) {
        this.time = time;
        this.counters = counters;
    }

    byte[] read(int length) {
        if (read.length < length) {
            read = new byte[length];
        }
        return read;
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
        loop.runOnContext(turn -> work.get().onComplete(done));
        return done.future();
    }

    /**
     * Completes when the last listener has been told of its end. A server's own shutdown is done a little earlier, when
     * the sockets are closed.
     */
    public Future<Void> empty() {
        closing = true;
        if (open == 0) {
            empty.tryComplete();
        }
        return empty.future();
    }

    void opened() {
        open++;
        counters.accepted.increment();
    }

    void closed() {
        open--;
        counters.closed.increment();
        if (closing) {
            empty();
        }
    }
}
