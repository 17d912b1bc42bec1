package dev.parley.fetch;

import dev.parley.report.Console;
import dev.parley.report.Printable;
import io.vertx.core.Future;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Follows where a server sends us on to: to http and https URLs, never back from https to http, and not for ever. */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private final Dial dial;
    private final int most;
    private Url url;
    private Answer answer;

    /** @param most in a row */
    Redirects(Dial dial, int most, Url start) {
        this.dial = dial;
        this.most = most;
        this.url = start;
    }

    /** Asks, from {@code start} on, until an answer is no redirect; fails with a {@link Failure}. */
    Future<Answer> follow(Url start, Ask ask) {
        url = start;
        return follow(ask, 0);
    }

    private Future<Answer> follow(Ask ask, int hops) {
        return dial.ask(url, ask).compose(came -> {
            answer = came;
            if (STATUSES.contains(came.status())) {
                url = next(came, hops + 1);
                came.drop();
                return follow(ask, hops + 1);
            }
            return Future.succeededFuture(came);
        });
    }

    private Url next(Answer came, int hop) {
        String place = came.url() + ": " + came.statusLine();
        List<String> locations = came.headers("Location");
        if (hop > most) {
            throw Failure.wrong(place + ": more than " + most + " redirects (hop " + hop + ")");
        }
        if (locations.isEmpty() || locations.get(0).isBlank()) {
            throw Failure.wrong(place + ": redirected without a Location (hop " + hop + ")");
        }
        String location = locations.get(0).strip();
        String shown = Printable.quoted(Url.withoutUser(location).getBytes(StandardCharsets.UTF_8));
        try {
            Url to = came.url().resolve(location);
            if (came.url().secure() && !to.secure()) {
                throw Failure.wrong(place + ": redirected from https to http, " + shown + " (hop " + hop + ")");
            }
            Console.log("fetch: " + place + ", on to " + to + " (hop " + hop + " of at most " + most + ")");
            return to;
        } catch (URISyntaxException e) {
            throw Failure.wrong(
                    place + ": redirected to " + shown + ", expected " + e.getReason() + " (hop " + hop + ")");
        }
    }

    /** Where they have led, so far. */
    Url url() {
        return url;
    }

    /** The last answer, redirect or not; null when none came. */
    Answer answer() {
        return answer;
    }
}
