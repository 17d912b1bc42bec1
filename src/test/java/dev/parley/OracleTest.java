package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Peer;
import dev.parley.testkit.Stage;
import groovy.lang.GroovyClassLoader;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's verticles that answer what a server asks. */
@Timeout(60)
class OracleTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final JsonObject config = new JsonObject(Readme.blocks("json").stream()
            .filter(json -> json.contains("oracle"))
            .findFirst()
            .orElseThrow());

    @Test
    void answersInJava() throws Exception {
        deploy(new Oracle());
        assertThat(answerTo("stressed")).isEqualTo("desserts");
    }

    @Test
    void answersInGroovy() throws Exception {
        try (GroovyClassLoader loader = new GroovyClassLoader(getClass().getClassLoader())) {
            Class<?> oracle = loader.parseClass(Readme.blocks("groovy").get(0));
            deploy((VerticleBase) oracle.getDeclaredConstructor().newInstance());
            assertThat(answerTo("loud")).isEqualTo("LOUD");
        }
    }

    @Test
    void isSilentWhereThereIsNone() throws Exception {
        config.getJsonObject("server").put("port", 0);
        Stage.await(stage.vertx().deployVerticle("parley:server", new DeploymentOptions().setConfig(config)));
        long asked = System.nanoTime();
        assertThat(answerTo("?")).isEqualTo("The oracle is silent.");
        assertThat(System.nanoTime() - asked).isLessThan(2_000_000_000L);
    }

    /** One that may take its time: this is not about that, and a first answer in Groovy can be slow. */
    private void deploy(VerticleBase oracle) throws Exception {
        config.getJsonObject("server").put("port", 0);
        config.getJsonObject("server")
                .getJsonArray("rules")
                .getJsonObject(0)
                .getJsonObject("say")
                .put("within", "10s");
        Stage.await(stage.vertx().deployVerticle(oracle, new DeploymentOptions().setConfig(config)));
    }

    private String answerTo(String record) throws Exception {
        String listening = stage.logged(line -> line.startsWith("Listening on "));
        int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1, listening.length() - 1));
        try (Peer peer = Peer.connect(port)) {
            return peer.says(record + "\n").ends().hearsToTheEnd().strip();
        }
    }
}
