package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the stories about downloads have in common: a server, a directory, and what was told. */
@Timeout(30)
abstract class FetchStories {
    @TempDir
    Path directory;

    Vertx vertx;
    MisbehavingHttpServer server;
    Told told;

    @BeforeEach
    void setTheStage() throws IOException {
        vertx = newVertx();
        server = MisbehavingHttpServer.start();
        told = new Told();
    }

    Vertx newVertx() {
        return Vertx.vertx();
    }

    @AfterEach
    void clearTheStage() throws Exception {
        told.close();
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    Path output() {
        return directory.resolve("page.html");
    }

    JsonObject config(String url) {
        return new JsonObject().put("url", url).put("output", output().toString());
    }

    FetchOutcome fetch(String path) throws Exception {
        return fetch(config(server.url(path)));
    }

    FetchOutcome fetch(JsonObject section) throws Exception {
        return fetch(section, new HttpFetchVerticle());
    }

    FetchOutcome fetch(JsonObject section, HttpFetchVerticle verticle) throws Exception {
        String id = deploy(section, verticle);
        FetchOutcome outcome = (FetchOutcome) verticle.outcome().await(20, TimeUnit.SECONDS);
        vertx.undeploy(id).await(5, TimeUnit.SECONDS);
        return outcome;
    }

    String deploy(JsonObject section, HttpFetchVerticle verticle) throws Exception {
        JsonObject config = new JsonObject().put("fetch", section);
        return vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config))
                .await(10, TimeUnit.SECONDS);
    }

    /** Nothing but the output is left, and that is what it should be. */
    void assertSaved(String content) throws IOException {
        assertThat(output()).hasContent(content);
        assertAlone();
    }

    void assertAlone() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(output());
        }
    }
}
