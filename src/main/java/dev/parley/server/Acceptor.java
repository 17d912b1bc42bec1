package dev.parley.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.function.Consumer;

/**
 * Tells when no connection can be accepted, above all when there are no file descriptors left.
 *
 * <p>Netty survives that, but would log a stack trace. It waits for a second before it tries again: so this is a line a
 * second at most.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    private final Consumer<String> log;

    private Acceptor(Consumer<String> log) {
        this.log = log;
    }

    /** Loads the JDK's time zones, which logging needs: without a descriptor they could not be opened any more. */
    static void prepare() {
        ZonedDateTime.now();
    }

    /** @param listening the channel that connections come from: they alone tell which that is */
    static void watch(Channel listening, Consumer<String> log) {
        if (listening.pipeline().get(Acceptor.class) == null) {
            listening.pipeline().addLast(new Acceptor(log)); // where two get here at once, the second hears nothing
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.accept("Cannot accept connections: " + cause.getMessage() + ". Trying again in 1s.");
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
