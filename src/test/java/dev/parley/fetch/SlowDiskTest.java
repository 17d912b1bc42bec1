package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import dev.parley.report.Outcome;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole body is a success however it ends and however slow the disk is: also when the server is long gone. */
class SlowDiskTest extends FetchStories {
    private static final int RUNS = Integer.getInteger("parley.test.slowDisk.runs", 12);

    private static byte[] body() {
        byte[] body = new byte[2_000_000];
        new Random(7).nextBytes(body);
        return body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 2000000\nConnection: close",
                "HTTP/1.0 200 OK",
                "HTTP/1.1 200 OK\nConnection: close",
                "HTTP/1.0 200 OK\nContent-Length: 2000000"
            })
    void savesTheTailAlthoughTheServerHasClosed(String head) throws Exception {
        assertSavesAll(head(head), bytes(body()));
    }

    @Test
    void savesAllFromAServerThatKeepsTheConnection() throws Exception {
        assertSavesAll(head("HTTP/1.1 200 OK\nContent-Length: 2000000"), bytes(body()), hang());
    }

    private void assertSavesAll(Step... steps) throws Exception {
        byte[] body = body();
        server.on("/page", steps);
        Map<Path, HttpFetchVerticle> runs = new HashMap<>();
        for (int i = 0; i < RUNS; i++) {
            Path file = directory.resolve("page" + i);
            JsonObject config = config(server.url("/page")).put("output", file.toString());
            HttpFetchVerticle verticle = new HttpFetchVerticle(StrangeDisk.slow(vertx, 1));
            deploy(config, verticle);
            runs.put(file, verticle);
        }
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<Path, HttpFetchVerticle> run : runs.entrySet()) {
            Outcome outcome = run.getValue().outcome().await(25, TimeUnit.SECONDS);
            if (!outcome.passed()) {
                wrong.add(outcome.summary());
            } else if (Files.mismatch(run.getKey(), Files.write(directory.resolve("right"), body)) >= 0) {
                wrong.add(run.getKey() + " has other bytes");
            }
        }
        assertThat(wrong).isEmpty();
    }
}
