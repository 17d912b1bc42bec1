package dev.parley.fetch;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The bytes of an answer, held until somebody takes them.
 *
 * <p>When enough are held, reading stops at the socket. {@code response.pause()} is not used for that: it goes on
 * reading a little, and a connection that closes with some of the body so held back is reported as cut short.
 */
final class Body {
    private static final int ENOUGH = 64 * 1024;

    private final Channel channel;
    private final Queue<Buffer> held = new ArrayDeque<>();
    private long heldBytes;
    private long received;
    private boolean ended;
    private Throwable broken;
    private Runnable onNews = () -> {};

    /** To be called as soon as the head is there: the first bytes may follow it in the same read. */
    Body(HttpClientRequest request, HttpClientResponse response) {
        channel = ((HttpClientConnectionInternal) request.connection())
                .channelHandlerContext()
                .channel();
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
            channel.config().setAutoRead(false);
        }
        onNews.run();
    }

    private void onEnd() {
        ended = true;
        onNews.run();
    }

    private void onBroken(Throwable e) {
        if (!ended && broken == null) {
            broken = e;
            onNews.run();
        }
    }

    /** The next chunk, or null when there is none yet. */
    Buffer poll() {
        Buffer chunk = held.poll();
        if (chunk == null) {
            channel.config().setAutoRead(true);
        } else {
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

    /** Whether TLS ended without saying so: anybody on the way could have cut the connection. */
    boolean tornOff() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls != null && !tls.sslCloseFuture().isSuccess();
    }
}
