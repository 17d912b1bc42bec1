package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Command;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whenever its process is killed, a download is all there or not there, and the next run goes on with it.
 *
 * <p>{@code -Dkill.times=200} for more than a few moments, {@code -Dkill.seed=2} for others.
 */
class KillIT {
    private static final int TIMES = Integer.getInteger("kill.times", 3);
    private static final int SIZE = 50_000_000;
    private static final int PACE = 25_000_000;

    @TempDir
    Path directory;

    @Test
    @Timeout(3600)
    void leavesTheWholeFileOrNone() throws Exception {
        byte[] body = new byte[SIZE];
        new Random(11).nextBytes(body);
        Path right = Files.write(directory.resolve("right"), body);
        Path output = directory.resolve("file");
        Random moments = new Random(Long.getLong("kill.seed", 1));
        try (PacedServer server = new PacedServer(body, PACE)) {
            for (int i = 0; i < TIMES; i++) {
                Promise<Void> moment = server.after((long) (moments.nextDouble() * 2 * PACE));
                try (Command first = Command.runSh(directory, "fetch", server.url(), "file")) {
                    moment.future().await(20, TimeUnit.SECONDS);
                    first.signal("KILL");
                    first.ends();
                }
                if (Files.exists(output)) { // it was quicker than we were
                    assertThat(Files.mismatch(output, right))
                            .as("after kill %d", i)
                            .isEqualTo(-1);
                }
                try (Command second = Command.runSh(directory, "fetch", server.url(), "file")) {
                    assertThat(second.ends().exitCode()).isZero();
                }
                assertThat(Files.mismatch(output, right)).as("after kill %d", i).isEqualTo(-1);
                Files.delete(output);
            }
            assertThat(server.continued()).as("of %d", TIMES).isGreaterThan(TIMES / 2);
        }
    }
}
