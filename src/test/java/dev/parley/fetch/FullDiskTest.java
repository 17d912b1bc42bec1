package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a disk that is really full, of whatever size: a small file system in memory, which only root can mount.
 *
 * <p>{@code -Dfull.runs=10} for more runs of each size.
 */
class FullDiskTest extends FetchStories {
    private static final int RUNS = Integer.getInteger("full.runs", 1);
    private static final int DISK = 1024 * 1024;
    private static final int PAGE = 4096;

    @TempDir
    Path mountPoint;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + (DISK + 16 * PAGE), "none", mountPoint.toString()),
                "only root can mount");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", mountPoint.toString());
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    @Test
    @Timeout(300)
    void savesWhatFitsAndLeavesTheOldFileWhereItDoesNot() throws Exception {
        Path output = mountPoint.resolve("page");
        Path filler = mountPoint.resolve("filler");
        List<String> wrong = new ArrayList<>();
        for (int size : new int[] {1, PAGE, PAGE + 1, 65_536, 65_537, 300_000, DISK, 2_000_000}) {
            byte[] body = new byte[size];
            new Random(size).nextBytes(body);
            String path = "/" + size;
            server.on(path, head("HTTP/1.1 200 OK\nETag: \"one\"\nContent-Length: " + size), bytes(body));
            for (int room : new int[] {0, PAGE, 65_536, 300_000, DISK}) {
                for (int i = 0; i < RUNS; i++) {
                    Files.deleteIfExists(filler);
                    Files.write(output, new byte[] {'o', 'l', 'd'});
                    fill(filler, room);
                    FetchOutcome outcome = fetch(config(server.url(path)).put("output", output.toString()));
                    byte[] right = outcome.passed() ? body : new byte[] {'o', 'l', 'd'};
                    if (!Arrays.equals(Files.readAllBytes(output), right)
                            || outcome.passed() && size > room + PAGE
                            || !names().equals(List.of("filler", "page"))) {
                        wrong.add(size + " bytes with room for " + room + ": " + outcome.summary() + " " + names());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** With a part, its notes, or a draft of these, if one is left. */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(mountPoint)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void fill(Path filler, int room) throws IOException {
        long free = Files.getFileStore(mountPoint).getUsableSpace();
        Files.write(filler, new byte[(int) Math.max(0, free - room)]);
    }
}
