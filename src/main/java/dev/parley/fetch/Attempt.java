package dev.parley.fetch;

import dev.parley.config.Sizes;
import dev.parley.report.Console;
import dev.parley.report.Printable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One try at a download: what is asked for, the redirects, the verdict on the head, the body, the name. */
final class Attempt {
    /** What may be over in a while (RFC 9110 and 6585). */
    private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);
    /** Successes, but not of a request for a whole thing: no content, nothing new, a range. */
    private static final Set<Integer> NOT_THE_WHOLE = Set.of(204, 205, 206);

    private final Vertx vertx;
    private final FetchConfig config;
    private final Target target;
    private final Part part;
    private final Optional<Existing> existing;
    private final Abort abort;
    private final Progress progress;
    private final Redirects redirects;
    private final boolean last;
    private long continued;

    /** @param last whether no retry follows */
    Attempt(
            Vertx vertx,
            HttpClients clients,
            FetchConfig config,
            Target target,
            Part part,
            Optional<Existing> existing,
            Abort abort,
            Progress progress,
            boolean last) {
        this.vertx = vertx;
        this.config = config;
        this.target = target;
        this.part = part;
        this.existing = existing;
        this.abort = abort;
        this.progress = progress;
        this.redirects = new Redirects(
                new Dial(vertx, clients, config, target.url(), abort), config.maxRedirects(), target.url());
        this.last = last;
    }

    /** Completes when the file is saved, or is what it was; fails with a {@link Failure}. */
    Future<Saved> run() {
        return part.settled().compose(v -> wish()).compose(this::ask).onFailure(e -> dropAnswer());
    }

    private Future<Ask> wish() {
        Optional<String> validator = part.notes().filter(this::fits).flatMap(Notes::validator);
        if (part.bytes() > 0 && validator.isPresent()) { // its sum is made now: the server would not wait that long
            return abort.or(part.proceed()).map(v -> new Ask.Rest(part.bytes(), validator.get()));
        }
        if (part.bytes() > 0 && part.notes().isPresent()) {
            Console.log("fetch: " + target.output() + ": beginning anew, what is there is of another URL or coding");
        }
        return Future.succeededFuture(
                existing.isPresent() ? new Ask.IfChanged(existing.get().notes()) : new Ask.Whole());
    }

    /** Whether the part is of what is wanted now, in the form that is wanted. */
    private boolean fits(Notes origin) {
        return origin.isOf(target.url()) && origin.fits(config.decode());
    }

    /** Asks the URL of the configuration, always: what redirects lead to may be gone by the next time. */
    private Future<Saved> ask(Ask ask) {
        return redirects.follow(target.url(), ask).compose(came -> switch (came.status()) {
            case 206 -> rest(ask, came);
            case 304 -> unchanged(ask, came);
            case 412, 416 -> beyond(ask, came);
            default -> whole(ask, came);
        });
    }

    /** The rest of a file of which there is a part; what does not fit to it is no use. */
    private Future<Saved> rest(Ask ask, Answer came) {
        if (!(ask instanceof Ask.Rest rest)) {
            throw refusal(came);
        }
        Notes origin = part.notes().orElseThrow();
        Optional<ContentRange> range = ContentRange.of(came.headers("Content-Range"))
                .filter(there -> there.restFrom(rest.from(), origin.length()))
                .filter(there -> came.contentLength().orElse(there.length()) == there.length());
        if (range.isEmpty() || !came.continues(origin)) {
            return again(came, "not the rest of " + target.output());
        }
        checkTransfer(came);
        say(came);
        continued = rest.from();
        Console.log("fetch: " + target.output() + ": going on after " + continued + " bytes");
        return save(came, OptionalLong.of(range.get().length()), new Coding.Plain(), origin);
    }

    private Future<Saved> again(Answer came, String why) {
        Console.log("fetch: " + came.url() + ": " + came.statusLine() + ", " + why + "; asking for all of it");
        came.drop();
        return part.restart(Optional.empty()).compose(v -> ask(new Ask.Whole()));
    }

    private Future<Saved> unchanged(Ask ask, Answer came) {
        if (!(ask instanceof Ask.IfChanged)) {
            throw refusal(came);
        }
        if (came.contradicts(existing.orElseThrow().notes())) {
            return again(came, "but of something else than " + target.output());
        }
        say(came);
        return abort.or(Workers.run(vertx, existing.orElseThrow()::intact))
                .compose(intact -> intact
                        ? Future.succeededFuture(existing.get().saved(target.output()))
                        : again(came, "but " + target.output() + " is not what it was"));
    }

    /** The server has nothing after what is there: because that is all, or because it is of something else. */
    private Future<Saved> beyond(Ask ask, Answer came) {
        if (!(ask instanceof Ask.Rest rest)) {
            throw refusal(came);
        }
        Notes origin = part.notes().orElseThrow();
        OptionalLong total = ContentRange.of(came.headers("Content-Range"))
                .map(ContentRange::total)
                .orElse(OptionalLong.empty());
        if (came.status() != 416
                || came.contradicts(origin)
                || !total.equals(OptionalLong.of(rest.from()))
                || !total.equals(origin.length())) {
            return again(came, "not the rest of " + target.output());
        }
        weigh(came, rest.from());
        continued = rest.from();
        came.drop();
        return finish(came, origin);
    }

    private Future<Saved> whole(Ask ask, Answer came) {
        boolean busy = BUSY.contains(came.status());
        if (last || !busy) {
            say(came);
        }
        if (came.status() / 100 != 2 || NOT_THE_WHOLE.contains(came.status())) {
            throw refusal(came);
        }
        checkTransfer(came);
        if (!came.lengthKnown() && !config.lengthOptional()) {
            throw Failure.wrong(came.url() + ": expected a body that says where it ends, got one without");
        }
        if (ask instanceof Ask.Rest) {
            Console.log("fetch: " + target.output() + ": beginning anew, the server has sent all of it");
        }
        Coding coding = coding(came);
        if (coding.plain()) {
            weigh(came, came.contentLength().orElse(0));
        }
        Notes origin = coding.plain()
                ? came.notes(target.url())
                : came.notes(target.url()).withoutCoding();
        boolean continuable = coding.plain() && origin.validator().isPresent();
        return part.restart(Optional.of(origin).filter(known -> continuable))
                .compose(v -> save(came, came.contentLength(), coding, origin));
    }

    /** Before anything of it comes, where its length is told. */
    private void weigh(Answer came, long bytes) {
        config.maxSize().stream().filter(most -> bytes > most).forEach(most -> {
            throw Failure.wrong(came.url() + ": expected at most " + Sizes.words(most) + ", got " + bytes + " bytes");
        });
    }

    private static Failure refusal(Answer came) {
        String line = came.url() + ": " + came.statusLine();
        return BUSY.contains(came.status())
                ? Failure.busy(line, Backoff.asked(came.headers("Retry-After"), Instant.now()))
                : Failure.wrong(line);
    }

    /** Bodies can be coded for the way as well; none but chunked is asked for, and none other is understood. */
    private static void checkTransfer(Answer came) {
        List<String> transfer = came.headers("Transfer-Encoding");
        String named = String.join(", ", transfer).strip().toLowerCase(Locale.ROOT);
        if (!named.isEmpty() && !named.equals("chunked") && !named.equals("identity")) {
            throw Failure.wrong(came.url() + ": Transfer-Encoding: expected chunked or none, got "
                    + Printable.of(String.join(", ", transfer)));
        }
    }

    private Coding coding(Answer whole) {
        try {
            return config.decode() ? Coding.of(whole.headers("Content-Encoding")) : new Coding.Plain();
        } catch (Failure unknown) {
            throw Failure.wrong(whole.url() + ": " + unknown.getMessage());
        }
    }

    private Future<Saved> save(Answer came, OptionalLong length, Coding coding, Notes origin) {
        return new Pump(vertx, config, came, length, coding, part, progress)
                .run(abort)
                .compose(v -> finish(came, origin));
    }

    private Future<Saved> finish(Answer came, Notes origin) {
        return part.flush()
                .compose(v -> {
                    if (came.body().overrun()) {
                        throw Failure.wrong(
                                came.url() + ": expected the end of the connection after the body, got more bytes");
                    }
                    return Workers.run(vertx, () -> proposed(came));
                })
                .compose(name -> part.commit(name, config.conditional() ? Optional.of(origin) : Optional.empty()));
    }

    /** The name that the server would give the file, where that is wanted and is another. */
    private Optional<String> proposed(Answer came) {
        if (target.naming() != Target.Naming.SERVER) {
            return Optional.empty();
        }
        Path own = Path.of(target.output());
        Optional<String> name = FileName.ofDisposition(came.headers("Content-Disposition"))
                .filter(proposed -> !proposed.equals(own.getFileName().toString()));
        name.map(own::resolveSibling).filter(this::promised).ifPresent(taken -> {
            throw Failure.wrong(taken + ": expected a new name from the server, got that of another target");
        });
        return name;
    }

    private boolean promised(Path name) {
        Path file = Place.real(name, false);
        return config.targets().stream().anyMatch(other -> other.file().equals(file));
    }

    /** The head of the only target is part of what was asked for; those of many would be in the way of their names. */
    private void say(Answer came) {
        if (config.targets().size() == 1) {
            came.say();
        }
    }

    private void dropAnswer() {
        if (redirects.answer() != null) {
            redirects.answer().drop();
        }
    }

    /** Where the redirects led, so far. */
    Url url() {
        return redirects.url();
    }

    /** Of the last answer, or 0. */
    int status() {
        return redirects.answer() == null ? 0 : redirects.answer().status();
    }

    boolean lengthKnown() {
        return redirects.answer() != null && redirects.answer().lengthKnown();
    }

    /** How many bytes were there from an earlier try. */
    long continued() {
        return continued;
    }
}
