package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.Fault;
import dev.parley.testkit.FaultProxy;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three that take their time: who speaks, the network, and who waits for them. */
@Timeout(60)
class PatienceTest {
    private static final Fault SLOW = new Fault.Latency(Duration.ofMillis(100));
    private static final Fault TOO_SLOW = new Fault.Latency(Duration.ofMinutes(1));
    private static final String CLIENT =
            "{'patience': '%s', 'greeting': %s, 'names': ['Al'], 'expect': 'Hello, {name}!'}";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void coversTheServersDelayAndTheNetworks() throws Exception {
        Served server = stage.serve("{'delay': '300ms'}");
        try (FaultProxy proxy = FaultProxy.both(server.port(), SLOW)) {
            long began = System.nanoTime();
            Outcome outcome = stage.play(CLIENT.formatted("5s", "'Welcome!'"), proxy.port());
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        }
        assertStops(server, 1);
    }

    @Test
    void isLostOnANameThatTheNetworkKeeps() throws Exception {
        Served server = stage.serve("{'delay': '100ms', 'greeting': false}");
        try (FaultProxy proxy = FaultProxy.up(server.port(), TOO_SLOW)) {
            assertLosesPatience(proxy);
        }
        assertStops(server, 0);
    }

    /** For the server it is answered. */
    @Test
    void isLostOnAnAnswerThatTheNetworkKeeps() throws Exception {
        Served server = stage.serve("{'delay': '100ms', 'greeting': false}");
        try (FaultProxy proxy = FaultProxy.down(server.port(), TOO_SLOW)) {
            assertLosesPatience(proxy);
        }
        assertStops(server, 1);
    }

    /** The server's time to answer in is the script's business, so it is the network's alone that patience is for. */
    @Test
    void ofAScriptBeginsWhereTheDelayOfItsStepEnds() throws Exception {
        String script = "{'patience': '1s', 'script': [{'server': 'hi', 'after': '1200ms'},"
                + " {'client': 'ho', 'after': '100ms'}, {'close': 'server'}]}";
        Served server = stage.serve(script);
        try (FaultProxy proxy = FaultProxy.both(server.port(), SLOW)) {
            Outcome outcome = stage.play(script, proxy.port());
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
        server.stop();
        Outcome ofTheServer = Stage.await(server.outcome());
        assertThat(ofTheServer.passed()).as(ofTheServer.summary()).isTrue();
    }

    private void assertLosesPatience(FaultProxy proxy) throws Exception {
        Outcome outcome = stage.play(CLIENT.formatted("1500ms", "false"), proxy.port());
        assertThat(outcome.summary()).contains("answer to \"Al\": expected \"Hello, Al!\", got a time-out after ");
    }

    private void assertStops(Served server, int records) throws Exception {
        server.stop();
        assertThat(stage.log())
                .last()
                .isEqualTo("Closed: 1 connections, %d records, 0 replies lost.".formatted(records));
    }
}
