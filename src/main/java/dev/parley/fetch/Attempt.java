package dev.parley.fetch;

import dev.parley.report.Console;
import dev.parley.report.Printable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** One try at a download: the part, the redirects, the verdict on the head, the body, the name. */
final class Attempt {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    /** Successes, but not of a request for a whole thing: no content, nothing new, a range. */
    private static final Set<Integer> NOT_THE_WHOLE = Set.of(204, 205, 206);

    private final Vertx vertx;
    private final FetchConfig config;
    private final Disk disk;
    private final Abort abort;
    private final Dial dial;
    private final boolean last;
    private Url url;
    private Answer answer;
    private long bytes;

    /** @param last whether no retry follows */
    Attempt(Vertx vertx, HttpClient client, FetchConfig config, Disk disk, Abort abort, boolean last) {
        this.vertx = vertx;
        this.config = config;
        this.disk = disk;
        this.abort = abort;
        this.dial = new Dial(vertx, client, config, abort);
        this.last = last;
        this.url = config.url();
    }

    /** Completes when the file is saved; fails with a {@link Failure} when it is not, and the part is gone. */
    Future<Void> run() {
        return Part.open(vertx, disk, config.output())
                .compose(part -> follow(0).compose(whole -> save(whole, part)).recover(why -> {
                    dropAnswer();
                    return part.discard().transform(gone -> {
                        gone.otherwise(e -> {
                            Console.log("fetch: " + e.getMessage());
                            return null;
                        });
                        return Future.failedFuture(why);
                    });
                }));
    }

    private void dropAnswer() {
        if (answer != null) {
            answer.drop();
        }
    }

    private Future<Answer> follow(int hops) {
        return dial.ask(url).compose(came -> {
            answer = came;
            if (REDIRECTS.contains(came.status())) {
                url = next(came, hops + 1);
                came.drop();
                return follow(hops + 1);
            }
            return Future.succeededFuture(whole(came));
        });
    }

    private Url next(Answer came, int hop) {
        String place = came.url() + ": " + came.statusLine();
        List<String> locations = came.headers("Location");
        if (hop > config.maxRedirects()) {
            throw Failure.lasting(place + ": more than " + config.maxRedirects() + " redirects (hop " + hop + ")");
        }
        if (locations.isEmpty() || locations.get(0).isBlank()) {
            throw Failure.lasting(place + ": redirected without a Location (hop " + hop + ")");
        }
        String location = locations.get(0).strip();
        String shown = Printable.quoted(Url.withoutUser(location).getBytes(StandardCharsets.UTF_8));
        try {
            Url to = came.url().resolve(location);
            if (came.url().secure() && !to.secure()) {
                throw Failure.lasting(place + ": redirected from https to http, " + shown + " (hop " + hop + ")");
            }
            Console.log("fetch: " + place + ", on to " + to + " (hop " + hop + " of at most " + config.maxRedirects()
                    + ")");
            return to;
        } catch (URISyntaxException e) {
            throw Failure.lasting(
                    place + ": redirected to " + shown + ", expected " + e.getReason() + " (hop " + hop + ")");
        }
    }

    private Answer whole(Answer came) {
        String place = came.url() + ": ";
        int status = came.status();
        boolean passing = status == 408 || status == 429 || status / 100 == 5;
        if (last || !passing) {
            came.say();
        }
        if (status / 100 != 2 || NOT_THE_WHOLE.contains(status)) {
            String line = place + came.statusLine();
            throw passing ? Failure.passing(line) : Failure.lasting(line);
        }
        List<String> transfer = came.headers("Transfer-Encoding");
        if (!transfer.isEmpty() && !String.join(",", transfer).equalsIgnoreCase("chunked")) {
            throw Failure.lasting(place + "Transfer-Encoding: expected chunked or none, got "
                    + Printable.of(String.join(", ", transfer)));
        }
        return came;
    }

    private Future<Void> save(Answer whole, Part part) {
        return new Pump(vertx, whole, coding(whole), part, config.idleTimeout())
                .run(abort)
                .compose(v -> part.commit())
                .onSuccess(v -> bytes = part.written());
    }

    private Coding coding(Answer whole) {
        try {
            return config.decode() ? Coding.of(whole.headers("Content-Encoding")) : new Coding.Plain();
        } catch (Failure unknown) {
            throw Failure.lasting(whole.url() + ": " + unknown.getMessage());
        }
    }

    /** Where the redirects led, so far. */
    Url url() {
        return url;
    }

    /** Of the last answer, or 0. */
    int status() {
        return answer == null ? 0 : answer.status();
    }

    boolean lengthKnown() {
        return answer != null && answer.lengthKnown();
    }

    /** What was saved, or 0. */
    long bytes() {
        return bytes;
    }
}
