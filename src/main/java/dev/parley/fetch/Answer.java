package dev.parley.fetch;

import dev.parley.report.Console;
import dev.parley.report.Printable;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a server says to a request: the head, and the body that is just beginning to come. */
record Answer(Url url, HttpClientRequest request, HttpClientResponse response, Body body) {

    Answer(Url url, HttpClientRequest request, HttpClientResponse response, Interim watch) {
        this(url, request, response, new Body(request, response, watch));
    }

    /** As RFC 7232 had it; one second is enough for RFC 9110, if both clocks are one. */
    private static final int STRONG_AFTER_SECONDS = 60;

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

    /** Whether it says itself where its body ends; if not, that is where the connection does. */
    boolean lengthKnown() {
        return chunked() || contentLength().isPresent() || response.version() == HttpVersion.HTTP_2;
    }

    /** What the bytes of its body are coded with, as it was written. */
    Optional<String> coding() {
        return Optional.of(String.join(", ", headers("Content-Encoding")))
                .filter(named -> !named.isBlank() && !named.strip().equalsIgnoreCase("identity"));
    }

    /** What to know of it later on. */
    Notes notes(Url asked) {
        Optional<String> etag = only("ETag").filter(tag -> tag.matches("(W/)?\"[^\"]*\""));
        Optional<String> lastModified =
                only("Last-Modified").filter(date -> Backoff.date(date).isPresent());
        Optional<String> validator =
                etag.isPresent() ? etag.filter(tag -> !tag.startsWith("W/")) : lastModified.filter(this::strong);
        boolean ranges = !only("Accept-Ranges").filter("none"::equalsIgnoreCase).isPresent();
        return new Notes(
                asked.toString(),
                url.withoutQuery(),
                validator.filter(v -> ranges),
                etag,
                lastModified,
                contentLength(),
                coding(),
                false,
                Optional.empty());
    }

    /** Whether a date tells versions apart: within its second, the file could have changed again (RFC 9110, 8.8.2.2). */
    private boolean strong(String lastModified) {
        Instant changed = Backoff.date(lastModified).orElseThrow();
        return only("Date")
                .flatMap(Backoff::date)
                .filter(now -> !now.isBefore(changed.plusSeconds(STRONG_AFTER_SECONDS)))
                .isPresent();
    }

    /** Whether its bytes are bytes of what {@code origin} is about: it has to say so, where it could (RFC 9110, 15.3.7). */
    boolean continues(Notes origin) {
        boolean byTag = origin.validator().equals(origin.etag());
        return coding().equals(origin.coding())
                && !contradicts(origin)
                && (!byTag || origin.etag().equals(only("ETag")));
    }

    /** Whether it is of another place, or says that it is about something else. */
    boolean contradicts(Notes origin) {
        return !origin.source().equals(url.withoutQuery())
                || other("ETag", origin.etag())
                || other("Last-Modified", origin.lastModified());
    }

    private boolean other(String name, Optional<String> known) {
        return known.isPresent()
                && !headers(name).isEmpty()
                && !known.map(Answer::weak).equals(only(name).map(Answer::weak));
    }

    /** As tags are compared where it is not about single bytes (RFC 9110, 8.8.3.2). */
    private static String weak(String tag) {
        return tag.replaceFirst("^W/", "");
    }

    private Optional<String> only(String name) {
        List<String> values = headers(name);
        return values.size() == 1 ? Optional.of(values.get(0).strip()) : Optional.empty();
    }

    /** Prints the head: it is part of what was asked for. */
    void say() {
        Console.say(version() + " " + statusLine());
        response.headers().forEach(header -> Console.say(Printable.of(header.getKey() + ": " + header.getValue())));
        Console.say("");
    }

    private String version() {
        return switch (response.version()) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            default -> "HTTP/2";
        };
    }

    /** Wants no more of it: the connection is closed, or with HTTP/2 the stream. */
    void drop() {
        request.reset();
    }
}
