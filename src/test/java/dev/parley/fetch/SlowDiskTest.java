package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import dev.parley.report.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole body is a success however it ends and however slow the disk is: also when the server is long gone.
 *
 * <p>{@code -Dgood.downloads=1000} for more of them, {@code -Dgood.bytes=50000000} for longer ones.
 */
class SlowDiskTest extends FetchStories {
    private static final int DOWNLOADS = Integer.getInteger("good.downloads", 12);
    private static final int BYTES = Integer.getInteger("good.bytes", 2_000_000);
    private static final int AT_ONCE = 50;

    private static byte[] body() {
        byte[] body = new byte[BYTES];
        new Random(7).nextBytes(body);
        return body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: {bytes}\nConnection: close",
                "HTTP/1.0 200 OK",
                "HTTP/1.1 200 OK\nConnection: close",
                "HTTP/1.0 200 OK\nContent-Length: {bytes}"
            })
    @Timeout(3600)
    void savesTheTailAlthoughTheServerHasClosed(String head) throws Exception {
        assertSavesAll(head(head.replace("{bytes}", String.valueOf(BYTES))), bytes(body()));
    }

    @Test
    @Timeout(3600)
    void savesAllFromAServerThatKeepsTheConnection() throws Exception {
        assertSavesAll(head("HTTP/1.1 200 OK\nContent-Length: " + BYTES), bytes(body()), hang());
    }

    private void assertSavesAll(Step... steps) throws Exception {
        Path right = Files.write(directory.resolve("right"), body());
        server.on("/page", steps);
        List<String> wrong = new ArrayList<>();
        for (int done = 0; done < DOWNLOADS; done += AT_ONCE) {
            Map<Path, HttpFetchVerticle> runs = new HashMap<>();
            for (int i = done; i < Math.min(done + AT_ONCE, DOWNLOADS); i++) {
                Path file = directory.resolve("page" + i);
                HttpFetchVerticle verticle = new HttpFetchVerticle(StrangeDisk.slow(vertx, 1));
                deploy(config(server.url("/page")).put("output", file.toString()), verticle);
                runs.put(file, verticle);
            }
            for (Map.Entry<Path, HttpFetchVerticle> run : runs.entrySet()) {
                Outcome outcome = run.getValue().outcome().await(10, TimeUnit.MINUTES);
                if (!outcome.passed()) {
                    wrong.add(outcome.summary());
                } else if (Files.mismatch(run.getKey(), right) >= 0) {
                    wrong.add(run.getKey() + " has other bytes");
                }
                Files.deleteIfExists(run.getKey());
            }
        }
        assertThat(wrong).isEmpty();
    }
}
