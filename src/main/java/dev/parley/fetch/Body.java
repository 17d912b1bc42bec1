package dev.parley.fetch;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The bytes of an answer, held until somebody takes them.
 *
 * <p>When enough are held, reading stops. With HTTP/1 it stops at the socket: {@code response.pause()} goes on reading a
 * little, and a connection that closes with some of the body so held back is reported as cut short. With HTTP/2 other
 * answers share the socket, and it is the stream that stops.
 */
final class Body {
    private static final int ENOUGH = 64 * 1024;

    private final Channel channel;
    /** Null without TLS. Kept from the start, since it may be gone from the channel when the end is told of. */
    private final SslHandler tls;

    private final HttpClientResponse response;
    private final Interim watch;
    private final Queue<Buffer> held = new ArrayDeque<>();
    private long heldBytes;
    private long received;
    private boolean stopped;
    private boolean ended;
    /** It breaks off, but what had come before that may not be told of yet. */
    private boolean breaking;

    private Throwable broken;
    private Runnable onNews = () -> {};

    /** To be called as soon as the head is there: the first bytes may follow it in the same read. */
    Body(HttpClientRequest request, HttpClientResponse response, Interim watch) {
        this.channel = ((HttpClientConnectionInternal) request.connection())
                .channelHandlerContext()
                .channel();
        this.tls = channel.pipeline().get(SslHandler.class);
        this.response = response;
        this.watch = watch;
        response.exceptionHandler(this::onBroken).handler(this::onChunk).endHandler(v -> onEnd());
    }

    /** Calls {@code handler} when there is more to take, or the end, or no more to come. */
    void onNews(Runnable handler) {
        onNews = handler;
    }

    private void onChunk(Buffer chunk) {
        received += chunk.length();
        heldBytes += chunk.length();
        held.add(chunk);
        if (heldBytes >= ENOUGH) {
            reading(false);
        }
        onNews.run();
    }

    private void reading(boolean on) {
        if (stopped == !on || breaking) {
            return;
        }
        stopped = !on;
        if (response.version() != HttpVersion.HTTP_2) {
            channel.config().setAutoRead(on);
        } else if (on) {
            response.resume();
        } else {
            response.pause();
        }
    }

    private void onEnd() {
        // With HTTP/1 that is how the end of a connection is told of, also of one that was torn off.
        ended = !breaking || response.version() == HttpVersion.HTTP_2;
        onNews.run();
    }

    private void onBroken(Throwable e) {
        if (ended || breaking) {
            return;
        }
        reading(true); // a stream that was stopped still has what came before its connection was closed, and its end
        breaking = true;
        Vertx.currentContext().runOnContext(turn -> {
            broken = e;
            onNews.run();
        });
    }

    /** The next chunk, or null when there is none yet. */
    Buffer poll() {
        if (held.isEmpty()) {
            reading(true); // which may bring some at once
        }
        Buffer chunk = held.poll();
        if (chunk != null) {
            heldBytes -= chunk.length();
        }
        return chunk;
    }

    /** Bytes that came, taken or not. */
    long received() {
        return received;
    }

    boolean ended() {
        return ended && held.isEmpty();
    }

    /** What broke the body off, or null. */
    Throwable broken() {
        return broken;
    }

    /** Whether more came than the body, so far. */
    boolean overrun() {
        return watch.overrun();
    }

    /** Whether TLS ended without saying so: anybody on the way could have cut the connection. */
    boolean tornOff() {
        return tls != null && !tls.sslCloseFuture().isSuccess();
    }
}
