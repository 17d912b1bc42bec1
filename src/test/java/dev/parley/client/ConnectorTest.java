package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.config.Document;
import dev.parley.testkit.ScriptedServer;
import dev.parley.testkit.Stage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ConnectorTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void triesNoMoreOnceItIsClosed() throws Exception {
        JsonObject client = new JsonObject()
                .put("port", ScriptedServer.deafPort())
                .put("retries", 3)
                .put("backoff", "50ms");
        ClientConfig config =
                Document.of(new JsonObject().put("client", client)).section("client", ClientConfig::read);
        Connector connector = new Connector(stage.vertx(), config);
        Future<NetSocket> connection = connector.connect();
        stage.logged(line -> line.contains("trying again"));

        connector.close();

        assertThat(catchThrowable(() -> Stage.await(connection))).hasMessageContaining("Client is closed");
        assertThat(stage.log()).hasSize(1);
    }
}
