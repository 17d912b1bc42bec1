package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.Carriers;
import dev.parley.testkit.ScriptedServer;
import dev.parley.testkit.Stage;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client takes from its server, and how long it bears with one: its object {@code limits}. */
@Timeout(60)
class ClientLimitsTest {
    /** Who pauses hears nothing, but reads; and who reads learns that the other side has gone. */
    private static final String PAUSES =
            "'script': [{'server': 'a'}, {'client': 'b'}, {'pause': '10m', 'by': 'client'}]";

    /** Through java.nio: a native transport knows of a reset at once, whether it reads or not. */
    @RegisterExtension
    final Stage stage = new Stage(Carriers.vertx(Optional.of("nio")));

    @Test
    void noMoreIsReadWhileAsManyRecordsArePendingAsMay() throws Exception {
        readsNoMore("{'limits': {'pending': 3}, " + PAUSES + "}", "1\n", "1\n2\n");
    }

    @Test
    void noMoreIsReadThanTheBufferHolds() throws Exception {
        readsNoMore("{'limits': {'buffer': '1KiB'}, " + PAUSES + "}", "x".repeat(100), "x".repeat(900));
    }

    /** @param little with which there is room to read more; with {@code much} there is none */
    private void readsNoMore(String section, String little, String much) throws Exception {
        try (ScriptedServer silent = server(much);
                ScriptedServer gone = server(little)) {
            EchoClientVerticle deaf = new EchoClientVerticle();
            String id = Stage.await(stage.vertx()
                    .deployVerticle(
                            deaf,
                            new DeploymentOptions()
                                    .setConfig(new JsonObject()
                                            .put("client", json(section).put("port", silent.port())))));
            silent.played();
            assertThat(stage.play(section, gone.port()).summary()).contains("got RST after ");

            // That was reset later, and is known to have been.
            assertThat(deaf.outcome().isComplete()).isFalse();
            Stage.await(stage.vertx().undeploy(id));
            assertThat(Stage.await(deaf.outcome()).summary()).contains("a stop of our own");
        }
    }

    /** One that leaves without a word once what it has said was read. */
    private static ScriptedServer server(String more) throws Exception {
        return ScriptedServer.with(peer -> peer.says("a\n" + more).hears("b\n").resets());
    }

    private static JsonObject json(String section) {
        return new JsonObject(section.replace('\'', '"'));
    }

    @Test
    void aServerThatDoesNotReadIsLeftAfterAWhile() throws Exception {
        String floods = "{'patience': '10m', 'limits': {'write': '300ms'}, 'script': ["
                + "{'repeat': 1000, 'do': [{'client': '%s'}]}, {'close': 'server'}]}";
        try (ScriptedServer server = ScriptedServer.with(peer -> stage.logged(line -> line.startsWith("client: ")))) {
            Outcome outcome = stage.play(floods.formatted("x".repeat(60_000)), server.port());

            assertThat(outcome.passed()).isFalse();
            assertThat(outcome.summary()).contains("what was written was not read within 300ms");
        }
    }

    @Test
    void noPatternIsTriedOnARecordOverItsLimit() throws Exception {
        String section = "{'limits': {'pattern': 3}, 'script': ["
                + "{'server': {'pattern': 'a+', 'say': 'a'}}, {'server': {'pattern': 'a+', 'say': 'a'}}]}";
        try (ScriptedServer server =
                ScriptedServer.with(peer -> peer.says("aaa\naaaa\n").hearsToTheEnd())) {
            assertThat(stage.play(section, server.port()).summary())
                    .contains("script[1]: expected a record like /a+/, got \"aaaa\" after ");
        }
    }
}
