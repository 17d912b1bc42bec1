package dev.parley.fetch;

import static dev.parley.fetch.MisbehavingHttpServer.bytes;
import static dev.parley.fetch.MisbehavingHttpServer.hang;
import static dev.parley.fetch.MisbehavingHttpServer.head;
import static dev.parley.fetch.MisbehavingHttpServer.ok;
import static dev.parley.fetch.MisbehavingHttpServer.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.fetch.MisbehavingHttpServer.Step;
import dev.parley.report.Outcome;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several targets: each fetched once, and each for itself. */
class ManyTest extends FetchStories {

    private JsonObject targets(int number) {
        JsonArray targets = new JsonArray();
        IntStream.range(0, number).forEach(i -> targets.add(server.url("/file" + i)));
        return new JsonObject().put("targets", targets).put("directory", directory.toString());
    }

    private List<HttpFetchVerticle> deploy(JsonObject section, int instances) throws Exception {
        List<HttpFetchVerticle> all = new CopyOnWriteArrayList<>();
        vertx.deployVerticle(
                        () -> {
                            HttpFetchVerticle one = new HttpFetchVerticle();
                            all.add(one);
                            return one;
                        },
                        new DeploymentOptions()
                                .setInstances(instances)
                                .setConfig(new JsonObject().put("fetch", section)))
                .await(10, TimeUnit.SECONDS);
        return all;
    }

    private FetchSummary fetchAll(JsonObject section, int instances) throws Exception {
        List<HttpFetchVerticle> all = deploy(section, instances);
        Outcome outcome = all.get(0).outcome().await(20, TimeUnit.SECONDS);
        for (HttpFetchVerticle one : all) {
            assertThat(one.outcome().await(20, TimeUnit.SECONDS)).isSameAs(outcome);
        }
        return (FetchSummary) outcome;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void fetchesEachTargetOnceAndNoneForAnothersFault(int instances) throws Exception {
        for (int i = 0; i < 20; i++) {
            if (i % 7 == 3) {
                server.on("/file" + i, head("HTTP/1.1 404 Not Found\nContent-Length: 0"));
            } else {
                server.on("/file" + i, ok("content " + i));
            }
        }

        FetchSummary outcome = fetchAll(targets(20), instances);

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.summary()).startsWith("fetch: 20 targets: 17 saved, 0 unchanged, 3 failed; ");
        assertThat(server.requests()).hasSize(20);
        assertThat(told.log().lines().filter(line -> line.endsWith(": 404 Not Found")))
                .hasSize(3);
        assertThat(told.product().lines()).hasSize(17).allMatch(line -> line.matches("[0-9a-f]{64}  .*/file\\d+"));
        try (Stream<java.nio.file.Path> files = Files.list(directory)) {
            assertThat(files)
                    .hasSize(17)
                    .allSatisfy(file -> assertThat(file)
                            .hasContent(
                                    "content " + file.getFileName().toString().substring(4)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void fetchesNoMoreAtATimeThanItMay(int instances) throws Exception {
        CountDownLatch reached = new CountDownLatch(3);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger underway = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            server.on(
                    "/file" + i,
                    (connection, out) -> most.accumulateAndGet(underway.incrementAndGet(), Math::max),
                    head("HTTP/1.1 200 OK\nContent-Length: 2"),
                    bytes("a"),
                    until(reached, goOn),
                    (connection, out) -> underway.decrementAndGet(), // before the client can know that it is over
                    bytes("b"));
        }
        server.on("/another", ok("hello"));

        List<HttpFetchVerticle> all = deploy(targets(6).put("parallel", 3), instances);

        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        // By the time that a later download is over, a fourth of these would have come.
        assertThat(fetch("/another").passed()).isTrue();
        goOn.countDown();
        assertThat(all.get(0).outcome().await(10, TimeUnit.SECONDS).passed()).isTrue();
        assertThat(most).hasValue(3);
        assertThat(server.requests()).hasSize(6 + 1);
    }

    @Test
    void endsAllOfThemWhenItIsStopped() throws Exception {
        CountDownLatch reached = new CountDownLatch(2);
        for (int i = 0; i < 5; i++) {
            server.on(
                    "/file" + i,
                    head("HTTP/1.1 200 OK\nContent-Length: 2"),
                    until(reached, new CountDownLatch(1)),
                    hang());
        }
        List<HttpFetchVerticle> all = deploy(targets(5).put("parallel", 2), 1);
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        vertx.undeploy(vertx.deploymentIDs().iterator().next()).await(10, TimeUnit.SECONDS);

        FetchSummary outcome = (FetchSummary) all.get(0).outcome().await(10, TimeUnit.SECONDS);
        assertThat(outcome.summary()).startsWith("fetch: 5 targets: 0 saved, 0 unchanged, 5 failed; ");
        assertThat(server.requests()).hasSize(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void reportsEachOfThem() throws Exception {
        server.on("/file0", ok("a")).on("/file1", head("HTTP/1.1 404 Not Found\nContent-Length: 0"));

        FetchSummary outcome = fetchAll(targets(2), 1);

        assertThat(outcome.parts()).extracting(Outcome::passed).containsExactly(true, false);
        assertThat(outcome.toJson().getJsonArray("downloads")).hasSize(2);
    }

    @Test
    void takesTheNamesThatServersPropose() throws Exception {
        server.on(
                        "/file0",
                        head("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Disposition: attachment; filename=a.txt"),
                        bytes("a"))
                .on(
                        "/file1",
                        head("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Disposition: a; filename=\"../../b.txt\""),
                        bytes("b"))
                .on(
                        "/file2",
                        head("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Disposition: a; filename=\"..\""),
                        bytes("c"));

        fetchAll(targets(3).put("contentDisposition", true), 1);

        assertThat(directory.resolve("a.txt")).hasContent("a");
        assertThat(directory.resolve("b.txt")).hasContent("b");
        assertThat(directory.resolve("file2")).hasContent("c");
    }

    @Test
    void letsNoServerTakeTheNameOfAnotherTarget() throws Exception {
        Step[] proposing = {
            head("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Disposition: a; filename=file1"), bytes("x")
        };
        server.on("/file0", proposing).on("/file1", ok("one"));

        FetchSummary outcome =
                fetchAll(targets(2).put("contentDisposition", true).put("parallel", 1), 1);

        assertThat(outcome.downloads().get(0).summary())
                .endsWith("file1: expected a new name from the server, got that of another target");
        assertThat(directory.resolve("file1")).hasContent("one");
    }

    @Test
    void letsNoServerTakeTheNameOfAnotherTargetThroughALink() throws Exception {
        java.nio.file.Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        server.on("/a", ok("a"))
                .on(
                        "/b",
                        head("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Disposition: a; filename=victim"),
                        bytes("b"));
        JsonArray targets = new JsonArray()
                .add(server.url("/b"))
                .add(new JsonObject()
                        .put("url", server.url("/a"))
                        .put("output", directory.resolve("real/victim").toString()));

        FetchSummary outcome = fetchAll(
                new JsonObject()
                        .put("targets", targets)
                        .put("directory", link.toString())
                        .put("contentDisposition", true)
                        .put("parallel", 1),
                1);

        assertThat(outcome.downloads().get(0).summary()).endsWith("got that of another target");
        assertThat(directory.resolve("real/victim")).hasContent("a");
    }

    @Test
    void givesAProposedNameToOneOfThem() throws Exception {
        Step[] proposing = {
            head("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Disposition: a; filename=same"), bytes("x")
        };
        IntStream.range(0, 8).forEach(i -> server.on("/file" + i, proposing));

        FetchSummary outcome =
                fetchAll(targets(8).put("contentDisposition", true).put("parallel", 8), 2);

        assertThat(outcome.summary()).startsWith("fetch: 8 targets: 1 saved, 0 unchanged, 7 failed; ");
        try (Stream<java.nio.file.Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("same"));
        }
    }

    @Test
    void writesNoFileTwiceUnderTwoNames() throws Exception {
        Files.writeString(directory.resolve("a"), "old");
        Files.createSymbolicLink(directory.resolve("b"), directory.resolve("a"));
        JsonArray targets = new JsonArray();
        for (String name : List.of("a", "b")) {
            targets.add(new JsonObject()
                    .put("url", server.url("/x"))
                    .put("output", directory.resolve(name).toString()));
        }

        assertThatThrownBy(() -> deploy(new JsonObject().put("targets", targets), 1))
                .hasMessageContaining("fetch.targets[1]: expected another file than fetch.targets[0] writes to");

        Files.delete(directory.resolve("a")); // the link leads nowhere then, and to the same file all the same
        assertThatThrownBy(() -> deploy(new JsonObject().put("targets", targets), 1))
                .hasMessageContaining("fetch.targets[1]: expected another file than fetch.targets[0] writes to");
    }

    @Test
    void followsNoLinkThatIsNamedByAUrl() throws Exception {
        server.on("/file0", ok("new"));
        Files.createSymbolicLink(directory.resolve("file0"), directory.resolve("elsewhere"));

        assertThat(deploy(targets(1), 1)
                        .get(0)
                        .outcome()
                        .await(10, TimeUnit.SECONDS)
                        .passed())
                .isFalse();
        assertThat(told.log())
                .contains("file0: expected a file, got a link, which is followed only from an \"output\"");
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void letsNoServerReplaceAFile() throws Exception {
        Files.writeString(directory.resolve("a.txt"), "precious");
        Files.createSymbolicLink(directory.resolve("b.txt"), directory.resolve("nowhere"));
        for (String name : List.of("a", "b")) {
            server.on(
                    "/file" + (name.equals("a") ? 0 : 1),
                    head("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Disposition: a; filename=" + name + ".txt"),
                    bytes("x"));
        }

        FetchSummary outcome = fetchAll(targets(2).put("contentDisposition", true), 1);

        String taken =
                ": expected a new name from the server, got one that is taken; an \"output\" would choose another";
        assertThat(outcome.downloads())
                .extracting(FetchOutcome::summary)
                .containsExactly(
                        "fetch: " + server.url("/file0") + ": " + directory.resolve("a.txt") + taken,
                        "fetch: " + server.url("/file1") + ": " + directory.resolve("b.txt") + taken);
        assertThat(directory.resolve("a.txt")).hasContent("precious");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }
}
