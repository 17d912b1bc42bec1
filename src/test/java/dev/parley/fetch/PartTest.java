package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PartTest {
    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private Path output() {
        return directory.resolve("page");
    }

    private Path part() {
        return directory.resolve("page.part");
    }

    private Future<Part> open(String output) {
        return Part.open(vertx, vertx.fileSystem()::open, output, true, Optional.empty());
    }

    private static Future<Void> save(Part part) {
        return part.flush()
                .compose(v -> part.commit(Optional.empty(), Optional.empty()))
                .mapEmpty();
    }

    /** Where there is no room for the names of notes, there are none. */
    @ParameterizedTest
    @ValueSource(ints = {233, 234, 250})
    void savesUnderANameOfAlmostAnyLength(int length) throws Exception {
        Path output = directory.resolve("x".repeat(length));
        Promise<Void> saved = Promise.promise();
        vertx.runOnContext(v -> open(output.toString())
                .compose(part -> part.restart(Optional.empty()).compose(w -> {
                    part.write(Buffer.buffer("hello"));
                    return save(part);
                }))
                .onComplete(saved));
        saved.future().await(10, TimeUnit.SECONDS);

        assertThat(output).hasContent("hello");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(output);
        }
    }

    /** Writes {@code text} and commits, all on one context as a verticle would. */
    private void save(String text) throws Exception {
        Promise<Void> saved = Promise.promise();
        vertx.runOnContext(v -> open(output().toString())
                .compose(part -> part.restart(Optional.empty()).compose(w -> {
                    part.write(Buffer.buffer(text));
                    return save(part);
                }))
                .onComplete(saved));
        await(saved.future());
    }

    @Test
    void waitsForTheLastWriteAlthoughAllBeforeItWereDone() throws Exception {
        Promise<Void> saved = Promise.promise();
        vertx.runOnContext(v -> Part.open(
                        vertx, StrangeDisk.slow(vertx, 50), output().toString(), true, Optional.empty())
                .compose(part -> {
                    part.write(Buffer.buffer("a"));
                    Promise<Void> drained = Promise.promise();
                    part.onDrain(drained::tryComplete);
                    return drained.future().compose(w -> {
                        part.write(Buffer.buffer("b"));
                        return save(part);
                    });
                })
                .onComplete(saved));
        await(saved.future());

        assertThat(output()).hasContent("ab");
    }

    private static void await(Future<?> future) throws Exception {
        future.await(10, TimeUnit.SECONDS);
    }

    @Test
    void takesThePlaceOfALongerFile() throws Exception {
        Files.writeString(output(), "something longer");

        save("new");

        assertThat(output()).hasContent("new");
        assertThat(part()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-", "r--r-----"})
    void keepsTheModeOfTheFileThatItReplaces(String mode) throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "files have modes");
        Files.writeString(output(), "old");
        Files.setPosixFilePermissions(output(), PosixFilePermissions.fromString(mode));

        save("new");

        assertThat(output()).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output())))
                .isEqualTo(mode);
    }

    @Test
    void neverShowsOthersWhatTheOldFileHidFromThem() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "files have modes");
        Files.writeString(output(), "old");
        Files.setPosixFilePermissions(output(), PosixFilePermissions.fromString("rw-------"));

        Part part = open(output().toString()).await(10, TimeUnit.SECONDS);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part())))
                .isEqualTo("rw-------");
        await(part.discard());
    }

    @Test
    void saysWhenTheDirectoryTakesNoFiles() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is such a directory");

        assertThatThrownBy(() -> await(open("/proc/x"))).hasMessage("/proc/x: no file can be made in /proc");
    }

    @Test
    void removesAStalePart() throws Exception {
        Files.writeString(part(), "something stale and longer");

        save("new");

        assertThat(output()).hasContent("new");
    }

    @Test
    void followsNoLinkInThePlaceOfThePart() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(part(), victim);

        save("new");

        assertThat(victim).hasContent("precious");
        assertThat(output()).hasContent("new").isRegularFile();
    }

    @Test
    void savesToTheFileThatALinkLeadsToAndLeavesTheLink() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("file"), "old");
        Files.createSymbolicLink(elsewhere.resolve("next"), Path.of("file"));
        Files.createSymbolicLink(output(), Path.of("elsewhere/next"));

        save("new");

        assertThat(output()).isSymbolicLink();
        assertThat(elsewhere.resolve("next")).isSymbolicLink();
        assertThat(file).hasContent("new").isRegularFile();
        assertThat(elsewhere).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void makesTheFileThatADanglingLinkNames() throws Exception {
        Files.createSymbolicLink(output(), Path.of("not-yet"));

        save("new");

        assertThat(output()).isSymbolicLink();
        assertThat(directory.resolve("not-yet")).hasContent("new");
    }

    @Test
    void refusesALinkThatLeadsToItself() throws Exception {
        Files.createSymbolicLink(output(), directory.resolve("back"));
        Files.createSymbolicLink(directory.resolve("back"), output());

        assertThatThrownBy(() -> save("new"))
                .hasMessage(output() + ": expected a file, got a link that leads in a circle");
        assertThat(output()).isSymbolicLink();
    }

    @Test
    void refusesALinkToADevice() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/null")), "there are devices");
        Files.createSymbolicLink(output(), Path.of("/dev/null"));

        assertThatThrownBy(() -> save("new")).hasMessage(output() + ": expected a file, got a device or the like");
        assertThat(output()).isSymbolicLink();
        Files.delete(output()); // JUnit warns of links that lead out of its directory
    }

    @Test
    void refusesALinkToADirectory() throws Exception {
        Files.createSymbolicLink(output(), Files.createDirectory(directory.resolve("elsewhere")));

        assertThatThrownBy(() -> save("new")).hasMessage(output() + ": expected a file, got a directory");
    }

    @Test
    void leavesADirectoryInThePlaceOfThePart() throws Exception {
        Files.createDirectory(part());

        assertThatThrownBy(() -> save("new")).hasMessage(output() + ": " + part() + " is in the way");
        assertThat(part()).isDirectory();
    }

    @Test
    void isNoFileInPlaceOfADevice() {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there are devices");

        assertThatThrownBy(() -> await(open(device.toString())))
                .hasMessage("/dev/null: expected a file, got a device or the like");
    }

    @Test
    void saysWhenTheDirectoryIsAFile() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        String output = directory.resolve("file/page").toString();

        assertThatThrownBy(() -> await(open(output)))
                .hasMessage(output + ": expected the directory " + directory.resolve("file")
                        + ", got something else of that name");
    }

    @Test
    void saysWhenTheDirectoryCannotBeWrittenTo() {
        assumeTrue(directory.toFile().setWritable(false) && !Files.isWritable(directory), "modes bind this user");

        assertThatThrownBy(() -> save("new")).hasMessage(output() + ": no permission to write there");
    }

    @Test
    void saysWhenTheNameIsTooLong() {
        String output = directory.resolve("x".repeat(255)).toString();

        assertThatThrownBy(() -> await(open(output))).hasMessage(output + ": File name too long");
    }
}
