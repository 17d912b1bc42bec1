package dev.parley.fetch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file in the making: {@code OUTPUT.part} beside {@code OUTPUT}, which takes that name when it is complete and not
 * before. Where {@code OUTPUT} is a link, that is the name of the file it leads to.
 *
 * <p>Each write's end is looked at, and so are size and identity of what is renamed: neither a full disk nor another
 * download to the same file passes for a success. All calls on one context; failures are {@link Failure}s.
 */
final class Part {
    static final String SUFFIX = ".part";

    /** As many links in a row as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final Vertx vertx;
    private final String output;
    private final Place place;
    private final Path path;
    private final AsyncFile file;
    private final Object key;
    private final Promise<Void> settled = Promise.promise();
    private boolean complete;
    private Consumer<Failure> onBroken = failure -> {};
    private Failure broken;
    private long underway;
    private long written;
    private boolean closed;

    private Part(Vertx vertx, String output, Place place, AsyncFile file, Object key) {
        this.vertx = vertx;
        this.output = output;
        this.place = place;
        this.path = beside(place.target());
        this.file = file;
        this.key = key;
    }

    /** Makes the part, and finds out before anything is asked of a server whether that can be done. */
    static Future<Part> open(Vertx vertx, Disk disk, String output) {
        return vertx.executeBlocking(() -> claim(output))
                .compose(place -> {
                    Path path = beside(place.target());
                    return disk.open(path.toString(), place.options())
                            .recover(e -> Future.failedFuture(Failure.lasting(output + ": "
                                    + Reasons.ofNewFile(e, place.target().getParent()))))
                            .compose(file -> vertx.executeBlocking(
                                            () -> attributes(path).fileKey())
                                    .map(key -> new Part(vertx, output, place, file, key)));
                })
                .recover(e -> Future.failedFuture(failure(output, e)));
    }

    /**
     * Where a file goes.
     *
     * @param mode of the file that is there now: its successor keeps it
     */
    private record Place(Path target, Optional<Set<PosixFilePermission>> mode) {

        static Place of(Path target) throws IOException {
            PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
            return new Place(
                    target,
                    view == null || !Files.exists(target)
                            ? Optional.empty()
                            : Optional.of(view.readAttributes().permissions()));
        }

        /** With the mode from the first moment on, so that nobody reads in the part what the file would hide. */
        OpenOptions options() {
            OpenOptions options = new OpenOptions().setRead(false).setCreateNew(true);
            mode.ifPresent(kept -> options.setPerms(PosixFilePermissions.toString(kept)));
            return options;
        }
    }

    private static Path beside(Path target) {
        return target.resolveSibling(target.getFileName() + SUFFIX);
    }

    /** Finds the file to write, which may be made or replaced, and a place for its part. */
    private static Place claim(String output) throws IOException {
        Path target = target(output);
        Path directory = target.getParent();
        if (!Files.isDirectory(directory)) {
            throw Failure.lasting(output + ": expected the directory " + directory + ", got "
                    + (Files.exists(directory) ? "something else of that name" : "nothing of that name"));
        }
        if (Files.isDirectory(target)) {
            throw Failure.lasting(output + ": expected a file, got a directory");
        }
        Path written = Path.of(output);
        // Links in /proc lead to pipes and to files without a name: following them by name ends somewhere else.
        if (Files.exists(written) && !(Files.isRegularFile(written) && Files.isSameFile(written, target))) {
            throw Failure.lasting(output + ": expected a file, got a device or the like");
        }
        Path part = beside(target);
        // A link is removed and not followed; a directory or a device was never ours.
        if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(part)) {
            Files.delete(part);
        }
        return Place.of(target);
    }

    /** Where the links lead, if {@code output} is one: they stay, and the file at their end is what is replaced. */
    private static Path target(String output) throws IOException {
        Path target = Path.of(output).toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw Failure.lasting(output + ": expected a file, got a link that leads in a circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static Failure failure(String output, Throwable e) {
        return e instanceof Failure known ? known : Failure.lasting(output + ": " + Reasons.ofFile(e));
    }

    /** Whether it is time to wait for {@link #onDrain}. */
    boolean full() {
        return file.writeQueueFull();
    }

    void onDrain(Runnable handler) {
        file.drainHandler(v -> handler.run());
    }

    /** Told once, as soon as a write fails. */
    void onBroken(Consumer<Failure> handler) {
        onBroken = handler;
    }

    void write(Buffer piece) {
        underway++;
        written += piece.length();
        file.write(piece).onComplete(done -> {
            underway--;
            if (done.failed() && broken == null) {
                broken = failure(output, done.cause());
                onBroken.accept(broken);
            }
            settle();
        });
    }

    /** Between two writes there may be none underway too: only after the last one does that say something. */
    private void settle() {
        if (complete && underway == 0) {
            settled.tryComplete();
        }
    }

    long written() {
        return written;
    }

    /** Waits for the writes, flushes them to the disk, looks at what is there, and gives it its name. */
    Future<Void> commit() {
        complete = true;
        settle();
        return settled.future()
                .compose(v -> broken == null ? file.flush() : Future.failedFuture(broken))
                .compose(v -> close())
                .compose(v -> vertx.executeBlocking(this::rename))
                .recover(e -> Future.failedFuture(failure(output, e)));
    }

    private Future<Void> close() {
        closed = true;
        return file.close();
    }

    private Void rename() throws IOException {
        BasicFileAttributes there = attributes(path);
        if (!Objects.equals(there.fileKey(), key)) {
            throw Failure.lasting(output + ": another download has taken " + path.getFileName());
        }
        if (there.size() != written) {
            throw Failure.lasting(output + ": expected " + written + " bytes on the disk, got " + there.size());
        }
        if (place.mode().isPresent()) { // once more: the umask has had its say when the part was made
            Files.setPosixFilePermissions(path, place.mode().get());
        }
        Files.move(path, place.target(), StandardCopyOption.ATOMIC_MOVE);
        return null;
    }

    /** Removes the part, if it is still this one; the file of the final name stays as it is. */
    Future<Void> discard() {
        return (closed ? Future.<Void>succeededFuture() : close())
                .eventually(() -> vertx.executeBlocking(() -> {
                    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                            && Objects.equals(attributes(path).fileKey(), key)) {
                        Files.delete(path);
                    }
                    return null;
                }))
                .recover(e -> Future.failedFuture(failure(path.toString(), e)));
    }
}
