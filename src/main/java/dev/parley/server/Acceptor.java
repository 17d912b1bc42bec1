package dev.parley.server;

import dev.parley.server.Failures.Kind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/**
 * Tells when no connection can be accepted, above all when there are no file descriptors left.
 *
 * <p>Netty survives that: it tries again a second later, when others may have ended. By itself it would log a stack trace.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    private final Failures failures;

    private Acceptor(Failures failures) {
        this.failures = failures;
    }

    /** @param listening the channel that connections come from, as they alone know it */
    static void watch(Channel listening, Failures failures) {
        if (listening.pipeline().get(Acceptor.class) == null) {
            listening.pipeline().addLast(new Acceptor(failures)); // of two at the same moment the second hears nothing
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            failures.tell(
                    Kind.UNACCEPTED, "Cannot accept connections: " + cause.getMessage() + ". Trying again in 1s.");
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
