package dev.parley;

import dev.parley.client.EchoClientVerticle;
import dev.parley.report.Outcome;
import dev.parley.server.EchoServerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** A server with two instances, and a client that talks with it. */
public final class Embedding {
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        talk(vertx, 9999)
                .onSuccess(outcome -> System.out.println(outcome.summary()))
                .onFailure(Throwable::printStackTrace)
                .eventually(vertx::close);
    }

    static Future<Outcome> talk(Vertx vertx, int port) {
        JsonObject server = new JsonObject().put("port", port).put("delay", "10ms");
        JsonObject client = new JsonObject().put("port", port).put("expect", "Hello, {name}!");
        EchoClientVerticle caller = new EchoClientVerticle();
        return vertx.deployVerticle(
                        EchoServerVerticle::new, section("server", server).setInstances(2))
                .compose(deployed -> vertx.deployVerticle(caller, section("client", client))
                        .compose(called -> caller.outcome())
                        .eventually(() -> vertx.undeploy(deployed)));
    }

    private static DeploymentOptions section(String role, JsonObject section) {
        return new DeploymentOptions().setConfig(new JsonObject().put(role, section));
    }
}
