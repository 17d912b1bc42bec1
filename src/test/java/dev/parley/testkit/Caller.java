package dev.parley.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;

/** One of very many peers: it costs no thread. What it hears is kept, whatever it is. */
public final class Caller {
    private final NetSocket socket;
    private final Buffer heard = Buffer.buffer();
    private final Promise<String> ended = Promise.promise();
    private Promise<Long> enough = Promise.promise();
    private int awaited = Integer.MAX_VALUE;

    private Caller(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::hear)
                .exceptionHandler(reset -> {})
                .closeHandler(closed -> ended.complete(heard.toString(StandardCharsets.ISO_8859_1)));
    }

    private void hear(Buffer some) {
        heard.appendBuffer(some);
        look();
    }

    private void look() {
        if (heard.length() >= awaited) {
            awaited = Integer.MAX_VALUE;
            enough.complete(System.nanoTime());
        }
    }

    /** Connects on an event loop: a greeting can be there before another thread has set its handler, and would be lost. */
    public static Future<Caller> call(Vertx vertx, NetClient client, int port) {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        Promise<Caller> called = context.promise();
        context.runOnContext(
                v -> client.connect(port, "127.0.0.1").map(Caller::new).onComplete(called));
        return called.future();
    }

    public Caller says(byte[] bytes) {
        socket.write(Buffer.buffer(bytes));
        return this;
    }

    /**
     * Waits until so many bytes have come in all; one such wait at a time, and on the event loop that it was called on.
     *
     * @return when they were there, by {@link System#nanoTime()}
     */
    public Future<Long> hears(int bytes) {
        enough = Promise.promise();
        awaited = bytes;
        look();
        return enough.future();
    }

    /** Everything that it heard, a character for a byte, when the connection is over. */
    public Future<String> hearsToTheEnd() {
        return ended.future();
    }

    public void closes() {
        socket.close();
    }
}
