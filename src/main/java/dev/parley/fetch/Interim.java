package dev.parley.fetch;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnectionInternal;

/**
 * Skips what a server says before its answer, such as 102 (RFC 9110, 15.2).
 *
 * <p>Vert.x knows 100 and 103 for that, and takes any other of them for the answer.
 */
final class Interim extends ChannelInboundHandlerAdapter {
    private static final int SWITCHING_PROTOCOLS = 101;

    private boolean skipping;

    /** To be called before the request is sent. */
    static void skipOn(HttpConnection connection) {
        ChannelHandlerContext vertx = ((HttpClientConnectionInternal) connection).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), null, new Interim());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse head) {
            skipping = head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && head.status().code() != SWITCHING_PROTOCOLS;
        }
        if (skipping) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }
}
