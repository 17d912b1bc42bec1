package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void make() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"), "files have owners");
        file = Files.writeString(directory.resolve("file"), "ours");
    }

    @Test
    void trustsAFileOfOurOwn() {
        assertThat(Ownership.trusted(file)).isTrue();
    }

    @Test
    void trustsNoLinkToOne() throws Exception {
        assertThat(Ownership.trusted(Files.createSymbolicLink(directory.resolve("link"), file)))
                .isFalse();
    }

    @Test
    void trustsNoneWithAnotherName() throws Exception {
        Files.createLink(directory.resolve("other"), file);

        assertThat(Ownership.trusted(file)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw-rw-", "rw----rw-", "rw-rw----"})
    void trustsNoneThatOthersCanWriteTo(String mode) throws Exception {
        giveToAGroup(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThat(Ownership.trusted(file)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0777, false", "0770, false", "01777, true", "0755, true"})
    void trustsNoneWhereOthersCanPutAnotherInItsPlace(String mode, boolean trusted) throws Exception {
        giveToAGroup(directory);
        Files.setAttribute(directory, "unix:mode", Integer.parseInt(mode, 8));

        assertThat(Ownership.trusted(file)).isEqualTo(trusted);
    }

    private static void giveToAGroup(Path path) throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        Files.setAttribute(path, "unix:gid", 65534);
    }

    /** As most systems have it: everybody is alone in a group of the same name, and may write to what belongs to it. */
    @Test
    void trustsOneThatAGroupOfOurNameCanWriteTo() throws Exception {
        String group =
                Files.readAttributes(file, PosixFileAttributes.class).group().getName();
        assumeTrue(group.equals(System.getProperty("user.name")), "there is such a group");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(Ownership.trusted(file)).isTrue();
    }

    @Test
    void knowsTheModeOfANewFile() throws Exception {
        assertThat(Ownership.usual()).isEqualTo(Files.getPosixFilePermissions(file));
    }

    @Test
    void trustsNoneOfSomebodyElse() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        Files.setAttribute(file, "unix:uid", 65534);

        assertThat(Ownership.trusted(file)).isFalse();
    }

    @Test
    void trustsNoDirectoryAndNothing() {
        assertThat(Ownership.trusted(directory)).isFalse();
        assertThat(Ownership.trusted(directory.resolve("missing"))).isFalse();
    }
}
