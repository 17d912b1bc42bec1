package dev.parley;

import dev.parley.client.EchoClientVerticle;
import dev.parley.config.Document;
import dev.parley.conversation.Recorder;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.server.EchoServerVerticle;
import dev.parley.server.ServerConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays one script against another, or against itself: serves the first on a free port of the loopback address, and
 * speaks the second, once for each connection that the first tells apart.
 */
final class CheckVerticle extends VerticleBase implements OneShot {
    private static final String LOOPBACK = "127.0.0.1";

    private final Promise<Outcome> outcome = Promise.promise();
    private final EchoServerVerticle server = EchoServerVerticle.recordedBy(Recorder.NONE);
    private final List<Outcome> spoken = new ArrayList<>();
    private final Promise<Boolean> allSpoken = Promise.promise();
    private String name;
    private long began;
    private int conversations;

    @Override
    public Future<?> start() {
        began = System.nanoTime();
        String serves = config().getString("serves");
        String speaks = config().getString("speaks");
        name = serves.equals(speaks) ? serves : serves + " against " + speaks;
        JsonObject serve = config().getJsonObject("serve");
        conversations =
                Document.of(serve).section("server", ServerConfig::read).play().connections();
        JsonObject section =
                new JsonObject().put("host", LOOPBACK).put("port", 0).put("conversations", conversations);
        return vertx.deployVerticle(server, with(serve, "server", section)).onSuccess(id -> {
            speak(1);
            allSpoken
                    .future()
                    .compose(passed -> passed ? server.outcome() : stopped(id))
                    .map(served -> (Outcome) CheckOutcome.of(name, spoken, served.parts(), System.nanoTime() - began))
                    .recover(fault -> Future.succeededFuture(new Broken("check", fault)))
                    .onSuccess(this::over);
        });
    }

    private static DeploymentOptions with(JsonObject config, String role, JsonObject keys) {
        JsonObject section = config.getJsonObject(role, new JsonObject()).copy().mergeIn(keys);
        return new DeploymentOptions().setConfig(config.copy().put(role, section));
    }

    /** Speaks from a connection on, until one fails. */
    private void speak(int number) {
        EchoClientVerticle client = new EchoClientVerticle(number, heard -> {});
        JsonObject section = new JsonObject().put("host", LOOPBACK).put("port", server.port());
        vertx.deployVerticle(client, with(config().getJsonObject("speak"), "client", section))
                .compose(id -> client.outcome().eventually(() -> vertx.undeploy(id)))
                .onFailure(allSpoken::fail)
                .onSuccess(how -> {
                    spoken.add(how);
                    if (how.passed() && number < conversations) {
                        speak(number + 1);
                    } else {
                        allSpoken.complete(how.passed());
                    }
                });
    }

    private Future<Outcome> stopped(String id) {
        return vertx.undeploy(id).compose(undeployed -> server.outcome());
    }

    private void over(Outcome how) {
        if (how.passed()) {
            Console.say(how.summary());
        } else {
            how.report().forEach(Console::log);
        }
        outcome.complete(how);
    }

    @Override
    public Future<Outcome> outcome() {
        return outcome.future();
    }
}
