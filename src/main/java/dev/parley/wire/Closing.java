package dev.parley.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/** The ways to close a connection: with all that was written before, or at once. Of one connection. */
final class Closing {
    private final ChannelHandlerContext context;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Time time;
    private Time.Alarm lingering = Time.Alarm.NONE;
    private Time.Alarm deadline = Time.Alarm.NONE;

    Closing(ChannelHandlerContext context, Outbox outbox, Inbox inbox, Time time) {
        this.context = context;
        this.outbox = outbox;
        this.inbox = inbox;
        this.time = time;
    }

    /** Sends the FIN after what was written. */
    void endOutput() {
        outbox.flushed().onSuccess(written -> fin());
    }

    private void fin() {
        DuplexChannel channel = (DuplexChannel) context.channel();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else { // whose own word for the end comes first
            tls.closeOutbound().addListener(said -> channel.shutdownOutput());
        }
    }

    /**
     * Sends the FIN after what was written, then waits for the peer's end, so that what it still sends does not reset
     * what it has to read.
     *
     * @param most how long to wait for that
     */
    void linger(Duration most) {
        // It fails where our side has been ended before, and nothing is left to be written.
        outbox.flushed().onComplete(written -> {
            if (inbox.over() || most.isZero()) {
                cut();
            } else if (context.channel().isActive()) {
                lingering = time.after(most, this::cut);
                fin();
            }
        });
    }

    /** Closes after what was written: the peer has ended its side already. */
    void close() {
        outbox.flushed().onComplete(written -> cut());
    }

    /** Sends an RST after what was written. */
    void reset() {
        outbox.flushed().onComplete(written -> {
            if (context.channel().isActive()) {
                context.channel().config().setOption(ChannelOption.SO_LINGER, 0); // whose close is an RST
                closeBelow();
            }
        });
    }

    /** Closes at once, whatever has not been written or read. */
    void cut() {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound(); // its word for the end, if there is room for it
        }
        closeBelow();
    }

    /** Below TLS, which would wait for its last word to be read; the socket's own close() waits for all that was written. */
    private void closeBelow() {
        context.pipeline().firstContext().close();
    }

    /** Cuts the connection when this has passed. */
    void cutAfter(Duration deadline) {
        this.deadline = time.after(deadline, this::cut);
    }

    /** Whether our side can go on after the peer's end: with TLS 1.2 that ends both. */
    boolean halfway() {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        return tls == null || !tls.engine().getSession().getProtocol().equals("TLSv1.2");
    }

    /** It is closed. */
    void done() {
        lingering.cancel();
        deadline.cancel();
    }
}
