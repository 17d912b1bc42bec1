package dev.parley;

import dev.parley.client.EchoClientVerticle;
import dev.parley.fetch.HttpFetchVerticle;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.server.EchoServerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;

/**
 * The whole in one process: a server with two instances, a client that talks with it, and a page that is served and
 * fetched; on free ports of the loopback address, with names, greeting and reply from the configuration.
 */
final class DemoVerticle extends VerticleBase implements OneShot {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int INSTANCES = 2;

    private static final String PAGE = """
            <!DOCTYPE html>
            <title>Parley</title>
            <h1>Parley</h1>
            <p>A parley is a talk between two parties. This page was served and fetched by one process.</p>
            """;

    private final Promise<Outcome> outcome = Promise.promise();
    private boolean stopping;

    @Override
    public Future<?> start() {
        return serve().onSuccess(server -> talk(server)
                .compose(talked -> talked.passed() ? fetch() : Future.succeededFuture(talked))
                .eventually(() -> vertx.undeploy(server))
                .recover(fault -> Future.succeededFuture(new Broken("demo", fault)))
                .onSuccess(this::over));
    }

    private void over(Outcome how) {
        if (how instanceof Broken && !stopping) { // the others have told of themselves
            Console.log(how.summary());
        }
        outcome.complete(how);
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.succeededFuture();
    }

    private Future<String> serve() {
        return vertx.deployVerticle(
                EchoServerVerticle::new,
                new DeploymentOptions().setInstances(INSTANCES).setConfig(section("server", 0)));
    }

    private Future<Outcome> talk(String server) {
        return port(server).compose(port -> play(new EchoClientVerticle(), section("client", port)));
    }

    /** The configuration, with a role moved to another port. */
    private JsonObject section(String role, int port) {
        JsonObject section = config().getJsonObject(role, new JsonObject()).copy();
        return config().copy().put(role, section.put("host", LOOPBACK).put("port", port));
    }

    private Future<Integer> port(String server) {
        return vertx.eventBus()
                .<JsonObject>request(EchoServerVerticle.STATS, "")
                .map(stats -> stats.body().getJsonArray("deployments").stream()
                        .map(JsonObject.class::cast)
                        .filter(deployment -> deployment.getString("id").equals(server))
                        .findFirst()
                        .orElseThrow()
                        .getInteger("port"));
    }

    private Future<Outcome> fetch() {
        return page().compose(site -> vertx.executeBlocking(() -> Files.createTempDirectory("parley-demo-"))
                .compose(directory -> {
                    JsonObject fetch = new JsonObject()
                            .put("url", "http://" + LOOPBACK + ":" + site.actualPort() + "/index.html")
                            .put("output", directory.resolve("index.html").toString());
                    return play(new HttpFetchVerticle(), new JsonObject().put("fetch", fetch));
                })
                .eventually(site::close));
    }

    private Future<HttpServer> page() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "text/html")
                        .end(PAGE))
                .listen(0, LOOPBACK);
    }

    private <V extends VerticleBase & OneShot> Future<Outcome> play(V verticle, JsonObject config) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config))
                .compose(deployed -> verticle.outcome());
    }

    @Override
    public Future<Outcome> outcome() {
        return outcome.future();
    }
}
