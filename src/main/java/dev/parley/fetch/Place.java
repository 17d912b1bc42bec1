package dev.parley.fetch;

import dev.parley.report.Console;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where a file goes. Where {@code output} is a link, that is the file it leads to, and the link stays.
 *
 * @param output the path as it was written
 * @param mode of the file that is there now: its successor keeps it
 */
record Place(String output, Path target, Optional<Set<PosixFilePermission>> mode) {
    /** As many links in a row as Linux follows. */
    private static final int MOST_LINKS = 40;

    /**
     * Finds the file to write, which may be made or replaced; fails with a {@link Failure} where it may not. Blocks.
     *
     * @param follows whether it may be a link: somebody has to have written its name for that
     */
    static Place of(String output, boolean follows) throws IOException {
        Path target = target(output, follows);
        Path directory = target.getParent();
        if (!Files.isDirectory(directory)) {
            throw Failure.wrong(output + ": expected the directory " + directory + ", got "
                    + (Files.exists(directory) ? "something else of that name" : "nothing of that name"));
        }
        if (Files.isDirectory(target)) {
            throw Failure.wrong(output + ": expected a file, got a directory");
        }
        Path written = Path.of(output);
        // Links in /proc lead to pipes and to files without a name: following them by name ends somewhere else.
        if (Files.exists(written) && !(Files.isRegularFile(written) && Files.isSameFile(written, target))) {
            throw Failure.wrong(output + ": expected a file, got a device or the like");
        }
        PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        return new Place(
                output,
                target,
                view == null || !Files.exists(target)
                        ? Optional.empty()
                        : Optional.of(view.readAttributes().permissions()));
    }

    private static Path target(String output, boolean follows) throws IOException {
        Path target = Path.of(output).toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (!follows) {
                throw Failure.wrong(
                        output + ": expected a file, got a link, which is followed only from an \"output\"");
            }
            if (links == MOST_LINKS) {
                throw Failure.wrong(output + ": expected a file, got a link that leads in a circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    Path part() {
        return target.resolveSibling(target.getFileName() + Part.SUFFIX);
    }

    /**
     * The identity of the part, if there is one that may be taken up; anything else that was made by a download is
     * removed. Blocks.
     */
    Optional<Object> begun() throws IOException {
        Path part = part();
        if (Ownership.trusted(part)) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(part, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            Set<PosixFilePermission> open = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            open.addAll(view.readAttributes().permissions());
            view.setPermissions(open);
            return Optional.ofNullable(attributes(part).fileKey());
        }
        // A link is removed and not followed; a directory or a device was never ours.
        if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(part)) {
            try {
                refuseIfInUse(part);
                Files.delete(part);
                Notes.delete(part);
                Console.log("fetch: " + part + ": beginning anew, others could have written to it");
            } catch (FileSystemException e) {
                throw Failure.wrong(
                        output + ": expected a part of ours or none, got " + part + ", which cannot be removed");
            }
        }
        return Optional.empty();
    }

    /** Whatever is in it: another process may just be writing it. */
    private void refuseIfInUse(Path part) throws IOException {
        if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(part)) {
            return;
        }
        try (FileChannel probe = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = probe.tryLock()) {
            if (lock == null) {
                throw inUseByAnother();
            }
        } catch (NoSuchFileException e) {
            // Gone in the meantime.
        }
    }

    Failure inUseByAnother() {
        return Failure.wrong(output + ": another download is writing " + part());
    }

    /** Where a file is really, whether it is there or not. Blocks. */
    static Path real(Path path, boolean follows) {
        Path file = path.toAbsolutePath().normalize();
        for (int links = 0; follows && links < MOST_LINKS && Files.isSymbolicLink(file); links++) {
            try {
                file = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
            } catch (IOException e) {
                break;
            }
        }
        Path parent = file.getParent();
        if (parent == null) {
            return file;
        }
        try {
            return parent.toRealPath().resolve(file.getFileName());
        } catch (IOException notThere) {
            return real(parent, true).resolve(file.getFileName());
        }
    }

    /** The same with another name, in the same directory, that nothing has yet. */
    Place named(String name) {
        return new Place(
                Path.of(output).resolveSibling(name).toString(), target.resolveSibling(name), Optional.empty());
    }

    /**
     * Hands the part of this place to another, or to this one, for good: a crash of the machine undoes nothing. What had
     * the name of this one is replaced; a name that the server has proposed is never taken from a file. Blocks.
     */
    void hand(Place to) throws IOException {
        setMode();
        // Opened before, so that it does not fail when it is too late to change anything.
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            if (to.equals(this)) {
                Files.move(part(), target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                to.make(part());
            }
            directory.force(true);
        }
    }

    private void setMode() throws IOException {
        Set<PosixFilePermission> wanted = mode.orElseGet(Ownership::usual);
        PosixFileAttributeView view = Files.getFileAttributeView(part(), PosixFileAttributeView.class);
        if (view == null || view.readAttributes().permissions().equals(wanted)) {
            return;
        }
        try {
            view.setPermissions(wanted);
        } catch (FileSystemException e) {
            if (mode.isPresent()) {
                throw e;
            } // else the file system, FAT for one, knows one mode for all its files
        }
    }

    private void make(Path part) throws IOException {
        try {
            Files.createLink(target, part);
            Files.delete(part);
        } catch (FileAlreadyExistsException e) {
            throw inUse();
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            makeWithoutLink(part);
        }
    }

    private void makeWithoutLink(Path part) throws IOException {
        try {
            Files.createFile(target);
        } catch (FileAlreadyExistsException e) {
            throw inUse();
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private Failure inUse() {
        return Failure.wrong(
                target + ": expected a new name from the server, got one that is taken; an \"output\" would"
                        + " choose another");
    }

    static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
