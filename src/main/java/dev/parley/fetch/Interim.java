package dev.parley.fetch;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnectionInternal;

/**
 * Watches what a server says on a connection of HTTP/1 besides its answer.
 *
 * <p>What comes before the answer, such as 102, is skipped (RFC 9110, 15.2): Vert.x knows 100 and 103 for that, and
 * takes any other of them for the answer. What comes after it is noticed: Vert.x drops it without a word.
 */
final class Interim extends ChannelInboundHandlerAdapter {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final ChunkSizes chunks = new ChunkSizes();
    private boolean skipping;
    private boolean overrun;

    /** On the connection of a request that is the only one there, and still to be sent. */
    static Interim on(HttpClientRequest request, Url url) {
        Interim watch = new Interim();
        if (request.version() != HttpVersion.HTTP_2) {
            ChannelHandlerContext vertx = ((HttpClientConnectionInternal) request.connection()).channelHandlerContext();
            ChannelHandlerContext codec = vertx.pipeline().context(HttpClientCodec.class);
            if (codec == null) {
                throw Failure.cut(url + ": the connection ended before the request");
            }
            vertx.pipeline().addBefore(codec.name(), null, watch.chunks).addBefore(vertx.name(), null, watch);
        }
        return watch;
    }

    /** Whether there was more than an answer. */
    boolean overrun() {
        return overrun;
    }

    /** Says that no more will come, and may leave the connection open until we close it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event instanceof SslCloseCompletionEvent notice && notice.isSuccess()) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf more) {
            overrun = true;
            more.release();
            return;
        }
        if (message instanceof HttpResponse head) {
            skipping = head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && head.status().code() != SWITCHING_PROTOCOLS;
            if (!skipping) {
                chunks.bodyFollows(HttpUtil.isTransferEncodingChunked(head));
            }
        }
        if (skipping) {
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
        if (message instanceof LastHttpContent && context.pipeline().get(HttpClientCodec.class) != null) {
            // Nothing is to be decoded any more: the codec hands on what it still has, and then what comes, as it is.
            context.pipeline().remove(HttpClientCodec.class);
        }
    }
}
