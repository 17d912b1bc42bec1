package dev.parley.server;

import dev.parley.wire.Loop;
import dev.parley.wire.SocketFaults;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks after a listening channel, which all servers of one place share: has it wait while one of them leaves, and tells
 * when no connection can be accepted, above all when there are no file descriptors left.
 *
 * <p>Netty survives that, but would log a stack trace. It waits for a second before it tries again: so this is a line a
 * second at most.
 */
final class Acceptor extends ChannelInboundHandlerAdapter implements Shareable {
    private static final String MAP = "parley.server.acceptors";

    private final Channel listening;
    private final Consumer<String> log;
    /** How many are about to leave; of the listening channel's loop. */
    private int leaving;

    private Acceptor(Channel listening, Consumer<String> log) {
        this.listening = listening;
        this.log = log;
    }

    /** Loads the JDK's time zones, which logging needs: without a descriptor they could not be opened any more. */
    static void prepare() {
        ZonedDateTime.now();
    }

    private static LocalMap<String, Acceptor> all(Vertx vertx) {
        return vertx.sharedData().getLocalMap(MAP);
    }

    /**
     * @param place what Vert.x was asked to listen on
     * @param accepted by the listening channel there: connections alone tell which that is
     */
    static void watch(Vertx vertx, String place, NetSocket accepted, Consumer<String> log) {
        Channel listening =
                ((NetSocketInternal) accepted).channelHandlerContext().channel().parent();
        all(vertx)
                .compute(
                        place,
                        (same, there) -> there != null && there.listening == listening
                                ? there
                                : begin(vertx, place, new Acceptor(listening, log)));
    }

    private static Acceptor begin(Vertx vertx, String place, Acceptor acceptor) {
        acceptor.listening.pipeline().addLast(acceptor);
        // In a turn of its own: the map is in the middle of a change, and the channel may be closed already.
        vertx.runOnContext(turn -> acceptor.listening
                .closeFuture()
                .addListener(closed -> all(vertx).removeIfPresent(place, acceptor)));
        return acceptor;
    }

    /**
     * Has a server leave a place while nobody is accepted there. Vert.x would close who was handed to it already and has
     * not had its turn on its event loop; whoever connects meanwhile waits in the kernel.
     *
     * @param leave is done on the server's event loop
     */
    static <T> Future<T> leave(Vertx vertx, String place, Context loop, Supplier<Future<T>> leave) {
        Acceptor known = all(vertx).get(place);
        if (known != null) {
            return known.leave(loop, leave);
        }
        // Whoever was accepted first may not have had a turn yet. Vert.x accepts on one loop, whatever the place.
        Promise<T> left = Promise.promise();
        onLoop(
                ((VertxInternal) vertx).acceptorEventLoopGroup().next(),
                () -> Loop.on(loop, () -> {
                            Acceptor acceptor = all(vertx).get(place);
                            return acceptor == null ? leave.get() : acceptor.leave(loop, leave);
                        })
                        .onComplete(left));
        return left.future();
    }

    private <T> Future<T> leave(Context loop, Supplier<Future<T>> leave) {
        Promise<T> left = Promise.promise();
        onLoop(listening.eventLoop(), () -> {
            if (leaving++ == 0) {
                accept(false);
            }
            // That turn comes after those of all who were handed over so far.
            Loop.on(loop, leave).onComplete(left);
            Loop.on(loop, Future::succeededFuture).onComplete(gone -> onLoop(listening.eventLoop(), this::left));
        });
        return left.future();
    }

    private void left() {
        if (--leaving == 0) {
            accept(true);
        }
    }

    private void accept(boolean whether) {
        if (listening.isOpen()) {
            listening.config().setAutoRead(whether);
        }
    }

    private static void onLoop(EventLoop loop, Runnable work) {
        try {
            loop.execute(work);
        } catch (RejectedExecutionException over) {
            work.run(); // Vert.x is closing, and nobody is accepted any more
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.accept("Cannot accept connections: " + SocketFaults.words(cause) + ". Trying again in 1s.");
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
