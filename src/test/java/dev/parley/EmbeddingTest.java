package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Console;
import dev.parley.report.Outcome;
import dev.parley.testkit.FreePort;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's program for one's own application, as it stands there. */
@Timeout(30)
class EmbeddingTest {
    @Test
    void talksInsideAnotherApplication() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Console.redirect(
                new PrintStream(said, true, StandardCharsets.UTF_8), new PrintStream(OutputStream.nullOutputStream()));
        Vertx vertx = Vertx.vertx();
        try {
            Outcome outcome = Embedding.talk(vertx, FreePort.take()).await(20, TimeUnit.SECONDS);

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(said.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly("Welcome!", "Hello, Michael!", "Hello, Tracy!", "Hello, Sarah!");
            assertThat(vertx.deploymentIDs()).hasSize(1);
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }
}
