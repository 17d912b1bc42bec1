package dev.parley.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetSocketImpl;
import io.vertx.core.spi.metrics.TCPMetrics;

/**
 * Hears a channel for its wire, in the place of Vert.x's own handler, which goes, and its socket with it.
 *
 * <p>That has a queue for what is to be written from any thread, with room for a thousand: 4.7 of the 7.8 KiB that an idle
 * connection took on the heap. A wire is on its event loop, and writes to the channel. Whatever else Vert.x has to say, it
 * says through the channel: a server's shutdown, and its close.
 */
final class Ear extends ChannelInboundHandlerAdapter {
    private final ContextInternal vertx = ContextInternal.current();
    /** Tells Vert.x's metrics what its handler would of what comes in; null where nobody measures. */
    private final Measure measure;

    private ChannelHandlerContext context;
    /** Who is told; null until it listens: what comes before is not heard. */
    private SocketWire wire;

    private Ear(Measure measure) {
        this.measure = measure;
    }

    /** Takes a channel over, on its event loop. */
    static Ear on(NetSocket socket) {
        ChannelHandlerContext theirs = ((NetSocketInternal) socket).channelHandlerContext();
        Ear ear = new Ear(Measure.of((NetSocketImpl) socket));
        theirs.pipeline().replace(theirs.handler(), "parley", ear);
        return ear;
    }

    void listen(SocketWire wire) {
        this.wire = wire;
    }

    /** Where the wire writes to. */
    ChannelHandlerContext context() {
        return context;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        if (wire == null) {
            read.release();
            return;
        }
        if (measure != null) {
            measure.metrics.bytesRead(measure.metric, measure.peer, read.readableBytes());
        }
        ContextInternal before = vertx.beginDispatch();
        try {
            wire.run(() -> wire.read(read));
        } finally {
            vertx.endDispatch(before);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (wire != null) {
            vertx.dispatch(event, wire::event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (measure != null) {
            measure.metrics.exceptionOccurred(measure.metric, measure.peer, cause);
        }
        if (wire != null) {
            vertx.dispatch(cause, wire::failed);
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (measure != null) {
            measure.metrics.disconnected(measure.metric, measure.peer);
        }
        if (wire != null) {
            vertx.dispatch(wire::closed);
        }
    }

    private record Measure(TCPMetrics<Object> metrics, Object metric, SocketAddress peer) {
        @SuppressWarnings("unchecked") // Vert.x has no type for what its metrics know a socket by
        static Measure of(NetSocketImpl socket) {
            TCPMetrics<Object> metrics = socket.metrics();
            return metrics == null ? null : new Measure(metrics, socket.metric(), socket.remoteAddress());
        }
    }
}
