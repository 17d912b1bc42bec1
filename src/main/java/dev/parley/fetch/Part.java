package dev.parley.fetch;

import dev.parley.report.Console;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A file in the making: {@code OUTPUT.part} beside {@code OUTPUT}, which takes that name when it is complete and not
 * before.
 *
 * <p>It is locked as long as it is open, so that two downloads never mix. Each write's end is looked at, and so are size
 * and identity of what is renamed: a full disk does not pass for a success. All calls on one context; failures are
 * {@link Failure}s.
 */
final class Part {
    static final String SUFFIX = ".part";

    /** In bytes, of what is read at a time. */
    private static final int PIECE = 64 * 1024;
    /** How often another download may come or go between two steps of ours. */
    private static final int MOST_TRIES = 5;

    /** Those of this process: a lock on a file is gone as soon as its process closes any other descriptor of it. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Vertx vertx;
    private final Disk disk;
    private final Place place;
    private final Path claim;
    private final Optional<Checksum> expected;
    /** Null while there is none. */
    private Opened opened;

    private WriteQueue writes;
    private Sums sums;
    private long bytes;
    private Optional<Notes> notes;
    /** Whether the sums are over all bytes that are there. */
    private boolean summed;

    /** A part that is open and locked, with what was in it before. */
    private record Opened(AsyncFile file, Object key, long bytes, Optional<Notes> notes) {}

    private Part(Vertx vertx, Disk disk, Place place, Path claim, Optional<Checksum> expected) {
        this.vertx = vertx;
        this.disk = disk;
        this.place = place;
        this.claim = claim;
        this.expected = expected;
    }

    /**
     * Makes the part, or takes up the one that is there, and finds out before anything is asked of a server whether
     * that can be done.
     *
     * @param follows whether the output may be a link
     * @param expected what the whole file has to be
     */
    static Future<Part> open(Vertx vertx, Disk disk, String output, boolean follows, Optional<Checksum> expected) {
        return Workers.run(vertx, () -> {
                    Place place = Place.of(output, follows);
                    return new Part(vertx, disk, place, claim(place), expected);
                })
                .compose(part -> part.open().map(part).onFailure(e -> OPEN.remove(part.claim)))
                .recover(e -> Future.failedFuture(failure(output, e)));
    }

    private static Path claim(Place place) throws IOException {
        Path part = place.part();
        Path claim = part.getParent().toRealPath().resolve(part.getFileName());
        if (!OPEN.add(claim)) {
            throw place.inUseByAnother();
        }
        return claim;
    }

    private Future<Void> open() {
        return open(1).onSuccess(there -> {
                    opened = there;
                    writes = new WriteQueue(there.file(), e -> failure(place.output(), e));
                    sums = new Sums(expected);
                    bytes = there.bytes();
                    notes = there.notes();
                    summed = bytes == 0;
                })
                .mapEmpty();
    }

    private Future<Opened> open(int tries) {
        return Workers.run(vertx, place::begun)
                .compose(begun -> disk.open(place.part().toString(), options(begun.isPresent()))
                        .compose(file -> Workers.run(vertx, () -> lock(file, begun))
                                .recover(e -> file.close().transform(closed -> Future.failedFuture(e)))))
                .recover(e -> {
                    if (Reasons.anotherCame(e) && tries < MOST_TRIES) {
                        return open(tries + 1);
                    }
                    return Future.failedFuture(
                            e instanceof Failure
                                    ? e
                                    : Failure.wrong(place.output() + ": "
                                            + Reasons.ofNewFile(
                                                    e, place.target().getParent())));
                });
    }

    private OpenOptions options(boolean begun) {
        OpenOptions options = new OpenOptions().setRead(true);
        return begun ? options.setCreate(false) : options.setCreateNew(true).setPerms(Ownership.OURS_ALONE);
    }

    private Opened lock(AsyncFile file, Optional<Object> begun) throws IOException {
        try {
            file.tryLock();
        } catch (OverlappingFileLockException | NullPointerException e) {
            // The latter is how Vert.x 5.0 fails where another process has the lock, and the JDK returns null.
            throw place.inUseByAnother();
        } catch (FileSystemException e) {
            // This file system has no locks. Another download then shows by the identity of what is to be renamed.
        }
        BasicFileAttributes there = Place.attributes(place.part());
        if (begun.isPresent() && !begun.get().equals(there.fileKey())) {
            throw new NoSuchFileException(place.part().toString());
        }
        Optional<Notes> notes = there.size() == 0 ? Optional.empty() : Notes.read(place.part());
        return new Opened(file, there.fileKey(), there.size(), notes);
    }

    private static Failure failure(String output, Throwable e) {
        return e instanceof Failure known ? known : Failure.wrong(output + ": " + Reasons.ofFile(e));
    }

    /** What is known of the bytes that are there, if they may be continued. */
    Optional<Notes> notes() {
        return notes;
    }

    /** Whether it is worth to be left for another time. */
    boolean continuable() {
        return opened != null && bytes > 0 && !writes.broken() && notes.isPresent();
    }

    /** How many bytes there are, written or about to be. */
    long bytes() {
        return bytes;
    }

    /**
     * Forgets all that is there, and begins anew.
     *
     * @param origin where the bytes to come are from; empty where they could not be continued
     */
    Future<Void> restart(Optional<Notes> origin) {
        Future<Void> empty =
                bytes == 0 ? Future.succeededFuture() : close(this::remove).compose(gone -> open());
        return empty.compose(v -> Workers.run(vertx, () -> note(place.part(), origin)))
                .onSuccess(noted -> notes = noted)
                .<Void>mapEmpty()
                .recover(e -> Future.failedFuture(failure(place.output(), e)));
    }

    /**
     * Notes are never beside bytes that are of something else. A download does not fail where they cannot be written; it
     * cannot be continued then.
     *
     * @return what is noted
     */
    private static Optional<Notes> note(Path file, Optional<Notes> origin) throws IOException {
        Notes.delete(file);
        try {
            if (origin.isPresent()) {
                Notes.publish(origin.get().draft(file));
            }
            return origin;
        } catch (IOException e) {
            Console.log("fetch: " + Notes.beside(file) + ": " + Reasons.ofFile(e));
            return Optional.empty();
        }
    }

    /** Makes ready for writing what follows the bytes that are there. */
    Future<Void> proceed() {
        if (summed) {
            return Future.succeededFuture();
        }
        summed = true;
        opened.file().setWritePos(bytes);
        Promise<Void> read = Promise.promise();
        opened.file()
                .setReadBufferSize(PIECE)
                .setReadPos(0)
                .setReadLength(bytes)
                .exceptionHandler(read::tryFail)
                .endHandler(end -> read.tryComplete())
                .handler(sums::update);
        return read.future().recover(e -> Future.failedFuture(failure(place.output(), e)));
    }

    /** See {@link WriteQueue#full}. */
    boolean full() {
        return writes.full();
    }

    void onDrain(Runnable handler) {
        writes.onDrain(handler);
    }

    void onBroken(Consumer<Failure> handler) {
        writes.onBroken(handler);
    }

    void write(Buffer piece) {
        bytes += piece.length();
        sums.update(piece);
        writes.write(piece);
    }

    /** See {@link WriteQueue#settled}. */
    Future<Void> settled() {
        return writes.settled();
    }

    /** Waits for the writes, and flushes them to the disk. */
    Future<Void> flush() {
        return settled()
                .compose(v -> opened.file().flush())
                .recover(e -> Future.failedFuture(failure(place.output(), e)));
    }

    /**
     * Looks at what is there, once it is flushed, and gives it its name.
     *
     * @param proposed by the server, and safe
     * @param origin what to note down beside the file
     */
    Future<Saved> commit(Optional<String> proposed, Optional<Notes> origin) {
        Sums.Result result;
        try {
            result = sums.end();
        } catch (Failure other) {
            return Future.failedFuture(Failure.wrong(place.output() + ": " + other.getMessage()));
        }
        Object key = opened.key();
        Saved saved = new Saved(
                proposed.map(name -> place.named(name).output()).orElse(place.output()), bytes, result, false);
        return Workers.run(vertx, () -> take(proposed, origin, key, saved))
                .compose(taken -> close(() -> null).transform(closed -> Future.succeededFuture(saved)))
                .onSuccess(done -> OPEN.remove(claim))
                .recover(e -> Future.failedFuture(failure(place.output(), e)));
    }

    private Void take(Optional<String> proposed, Optional<Notes> origin, Object key, Saved saved) throws IOException {
        BasicFileAttributes there = Place.attributes(place.part());
        if (!Objects.equals(there.fileKey(), key)) {
            throw Failure.wrong(place.output() + ": another download has taken "
                    + place.part().getFileName());
        }
        if (there.size() != saved.bytes()) {
            throw Failure.wrong(
                    place.output() + ": expected " + saved.bytes() + " bytes on the disk, got " + there.size());
        }
        Place to = proposed.map(place::named).orElse(place);
        place.hand(to);
        try { // the file is there now, whatever becomes of its notes
            Notes.delete(place.part());
            note(
                    to.target(),
                    origin.map(
                            known -> known.complete(saved.bytes(), saved.sums().sha256())));
        } catch (IOException e) {
            Console.log("fetch: " + to.output() + ": " + Reasons.ofFile(e));
        }
        return null;
    }

    /** Ends it; the file of the final name stays as it is. */
    Future<Void> discard() {
        if (opened == null) {
            OPEN.remove(claim);
            return Future.succeededFuture();
        }
        return close(this::remove).onComplete(v -> OPEN.remove(claim));
    }

    /**
     * Ends it for now: part and notes stay, to be taken up another time, if they can be by then.
     *
     * @return how many bytes stay
     */
    Future<Long> leave() {
        return flush().compose(v -> Workers.run(vertx, () -> Ownership.trusted(place.part())))
                .compose(trusted -> close(trusted ? () -> null : this::remove).map(v -> trusted ? bytes : 0L))
                .onSuccess(v -> OPEN.remove(claim))
                .recover(e -> discard().transform(gone -> Future.failedFuture(e)));
    }

    /** Removes part and notes, if it is still this one. */
    private Void remove() throws IOException {
        if (!Files.exists(place.part(), LinkOption.NOFOLLOW_LINKS)) {
            Notes.delete(place.part());
        } else if (Objects.equals(Place.attributes(place.part()).fileKey(), opened.key())) {
            Notes.delete(place.part());
            Files.delete(place.part());
        }
        return null;
    }

    /** After a last deed, since it is locked until then. */
    private Future<Void> close(Callable<Void> last) {
        writes.drop();
        return settled()
                .transform(quiet -> Workers.run(vertx, last))
                .eventually(opened.file()::close)
                .onComplete(closed -> opened = null)
                .recover(e -> Future.failedFuture(failure(place.part().toString(), e)));
    }
}
