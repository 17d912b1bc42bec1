package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.config.Document;
import dev.parley.report.Console;
import dev.parley.server.Failures.Kind;
import dev.parley.testkit.Stage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class DeploymentTest {
    @RegisterExtension
    final Stage stage = new Stage();

    /** The first failure sets the timer, and whoever sets one in Vert.x takes it along. */
    @Test
    void tellsTheSumOfFailuresAfterTheInstanceThatMetTheFirstHasGone() throws Exception {
        ServerConfig config =
                Document.of(new JsonObject().put("server", new JsonObject())).section("server", ServerConfig::read);
        Stage.await(stage.vertx()
                .deployVerticle(new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        Failures failures = Deployment.of(vertx, "one", config, Console::log)
                                .failures();
                        failures.tell(Kind.REFUSED, "first");
                        failures.tell(Kind.REFUSED, "second");
                        return Future.succeededFuture();
                    }
                })
                .compose(stage.vertx()::undeploy));

        assertThat(stage.log()).containsExactly("first");
        stage.logged(line -> line.equals("1 more connection refused in the last second."));
    }
}
