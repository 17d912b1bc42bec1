package dev.parley.fetch;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Serves one body with an ETag, all of it slowly, and what is asked for of the rest at once. */
final class PacedServer implements AutoCloseable {
    private static final int SLICES_A_SECOND = 100;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer http;
    private final Buffer body;
    private final int slice;
    private volatile long mark;
    private volatile Promise<Void> marked;
    private volatile int continued;

    /** @param pace bytes a second */
    PacedServer(byte[] body, int pace) throws Exception {
        this.body = Buffer.buffer(body);
        this.slice = pace / SLICES_A_SECOND;
        http = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    String url() {
        return "http://127.0.0.1:" + http.actualPort() + "/file";
    }

    /** How many requests were for a rest. */
    int continued() {
        return continued;
    }

    /** Waits until so many bytes of the next whole answer have been sent. */
    Promise<Void> after(long bytes) {
        mark = bytes;
        marked = Promise.promise();
        return marked;
    }

    private void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader("ETag", "\"one\"");
        String range = request.getHeader("Range");
        if (range == null) {
            response.putHeader("Content-Length", String.valueOf(body.length()));
            send(response, 0);
            return;
        }
        continued++;
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        response.putHeader(
                        "Content-Range",
                        "bytes " + (from == body.length() ? "*" : from + "-" + (body.length() - 1)) + "/"
                                + body.length())
                .setStatusCode(from == body.length() ? 416 : 206)
                .end(body.slice(from, body.length()));
    }

    private void send(HttpServerResponse response, int from) {
        if (response.closed()) {
            return;
        }
        int to = Math.min(from + slice, body.length());
        if (to >= mark) {
            marked.tryComplete();
        }
        response.write(body.slice(from, to));
        if (to == body.length()) {
            response.end();
        } else {
            vertx.setTimer(1000 / SLICES_A_SECOND, id -> send(response, to));
        }
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
