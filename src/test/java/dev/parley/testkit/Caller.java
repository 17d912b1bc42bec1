package dev.parley.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;

/** One of very many peers: it costs no thread. What it hears is kept, whatever it is. */
public final class Caller {
    private final NetSocket socket;
    private final Buffer heard = Buffer.buffer();
    private final Promise<String> ended = Promise.promise();

    private Caller(NetSocket socket) {
        this.socket = socket;
        socket.handler(heard::appendBuffer)
                .exceptionHandler(reset -> {})
                .closeHandler(closed -> ended.complete(heard.toString(StandardCharsets.ISO_8859_1)));
    }

    public static Future<Caller> call(NetClient client, int port) {
        return client.connect(port, "127.0.0.1").map(Caller::new);
    }

    public Caller says(byte[] bytes) {
        socket.write(Buffer.buffer(bytes));
        return this;
    }

    /** Everything that it heard, a character for a byte, when the connection is over. */
    public Future<String> hearsToTheEnd() {
        return ended.future();
    }

    public void closes() {
        socket.close();
    }
}
