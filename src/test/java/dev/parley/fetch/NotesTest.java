package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotesTest {
    private static final Notes ALL = new Notes(
            "http://a/x?y=\"z\"",
            "http://b/x",
            Optional.of("\"one\""),
            Optional.of("\"one\""),
            Optional.of("Fri, 02 Jan 2026 03:04:05 GMT"),
            OptionalLong.of(5_000_000_000L),
            Optional.of("gzip"),
            true,
            Checksum.of(Checksum.Algorithm.SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    private static final Notes FEW = new Notes(
            "http://a/",
            "http://a/",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            false,
            Optional.empty());

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("file");
    }

    @Test
    void areReadAsTheyWereWritten() throws Exception {
        for (Notes notes : new Notes[] {ALL, FEW}) {
            Notes.publish(notes.draft(file()));

            assertThat(Notes.read(file())).contains(notes);
        }
        assertThat(directory).isDirectoryContaining("glob:**.parley-notes").isDirectoryNotContaining("glob:**.new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "5",
                "{\"url\": \"a\", \"length\": \"x\"}",
                "{\"url\": \"a\", \"validator\": \"x\\r\\nHost: b\"}",
                "{\"url\": \"a\", \"etag\": \"\"}"
            })
    void areNoneWhereTheyMakeNoSense(String text) throws Exception {
        Files.writeString(directory.resolve("file.parley-notes"), text);

        assertThat(Notes.read(file())).isEmpty();
    }

    @Test
    void areNoneWhereSomebodyElseCouldHaveWrittenThem() throws Exception {
        Notes.publish(ALL.draft(file()));
        Files.setPosixFilePermissions(
                directory.resolve("file.parley-notes"), PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(Notes.read(file())).isEmpty();
    }

    @Test
    void areNoneWhereThereIsAWholeBookOfThem() throws Exception {
        Files.writeString(directory.resolve("file.parley-notes"), "{\"url\": \"" + "x".repeat(70_000) + "\"}");

        assertThat(Notes.read(file())).isEmpty();
    }

    @Test
    void followNoLinkWhenTheyAreWritten() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("file.parley-notes"), victim);
        Files.createSymbolicLink(directory.resolve("file.parley-notes.new"), victim);

        Notes.publish(ALL.draft(file()));

        assertThat(victim).hasContent("precious");
        assertThat(Notes.read(file())).contains(ALL);
    }

    @Test
    void areGoneWhenTheyAreDeleted() throws Exception {
        Notes.publish(ALL.draft(file()));
        Files.writeString(directory.resolve("file.parley-notes.new"), "half");

        Notes.delete(file());

        assertThat(directory).isEmptyDirectory();
    }
}
