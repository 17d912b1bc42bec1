package dev.parley.fetch;

import dev.parley.report.Console;
import dev.parley.report.Printable;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.OptionalLong;

/** What a server says to a request: the head, and the body that is just beginning to come. */
record Answer(Url url, HttpClientRequest request, HttpClientResponse response, Body body) {

    Answer(Url url, HttpClientRequest request, HttpClientResponse response) {
        this(url, request, response, new Body(request, response));
    }

    int status() {
        return response.statusCode();
    }

    /** {@code 404 Not Found}. */
    String statusLine() {
        return Printable.of((status() + " " + response.statusMessage()).strip());
    }

    List<String> headers(String name) {
        return response.headers().getAll(name);
    }

    OptionalLong contentLength() {
        String written = chunked() ? null : response.getHeader("Content-Length");
        return written == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(written.strip()));
    }

    boolean chunked() {
        return response.headers().contains("Transfer-Encoding", "chunked", true);
    }

    boolean lengthKnown() {
        return chunked() || contentLength().isPresent();
    }

    /** Prints the head: it is part of what was asked for. */
    void say() {
        Console.say((response.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ") + statusLine());
        response.headers().forEach(header -> Console.say(Printable.of(header.getKey() + ": " + header.getValue())));
        Console.say("");
    }

    /** Wants no more of it: the connection is closed. */
    void drop() {
        request.reset();
    }
}
