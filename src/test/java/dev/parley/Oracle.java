package dev.parley;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/** Serves rules, and answers what they ask. */
public final class Oracle extends VerticleBase {
    @Override
    public Future<?> start() {
        vertx.eventBus().<JsonObject>consumer("oracle", question -> {
            String record = question.body().getString("record");
            question.reply(new StringBuilder(record).reverse().toString());
        });
        return vertx.deployVerticle("parley:server", new DeploymentOptions().setConfig(config()));
    }
}
