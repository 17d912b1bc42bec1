package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.Fault;
import dev.parley.testkit.FaultProxy;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A short talk that the network slices, or ends after each of its bytes. */
@Timeout(120)
class CutTest {
    private static final String SPOKEN = "Al\nexit\n";
    private static final String SERVED = "Welcome!\nHello, Al!\n";
    private static final int GREETING = "Welcome!\n".length();
    private static final String CLIENT =
            "{\"names\": [\"Al\"], \"greeting\": \"Welcome!\", \"expect\": \"Hello, {name}!\"}";

    @RegisterExtension
    final Stage stage = new Stage();

    static IntStream spoken() {
        return IntStream.rangeClosed(0, SPOKEN.length());
    }

    static IntStream served() {
        return IntStream.rangeClosed(0, SERVED.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theClientTakesAnswersInSlices(int bytes) throws Exception {
        try (FaultProxy proxy = FaultProxy.both(serve().port(), new Fault.Slicer(bytes))) {
            Outcome outcome = stage.play(CLIENT, proxy.port());
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
    }

    @Test
    void bothSidesPlayAScriptInSlices() throws Exception {
        String script =
                "{\"script\": [{\"server\": \"220 hi\"}, {\"client\": \"HELO me\"}, {\"server\": [\"250-a\", \"250 b\"]},"
                        + " {\"end\": \"client\"}, {\"server\": \"221 bye\"}, {\"close\": \"server\"}]}";
        try (FaultProxy proxy = FaultProxy.both(stage.serve(script).port(), new Fault.Slicer(1))) {
            Outcome outcome = stage.play(script, proxy.port());
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("served")
    void theClientTellsWhereItsServerWasCut(int after) throws Exception {
        try (FaultProxy proxy = FaultProxy.down(serve().port(), new Fault.LimitData(after))) {
            Outcome outcome = stage.play(CLIENT, proxy.port());
            if (after == SERVED.length()) {
                assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            } else {
                assertThat(outcome.summary()).contains(verdict(after, "FIN"));
            }
        }
    }

    /** Before the first byte it may still be connecting. */
    static IntStream resets() {
        return IntStream.rangeClosed(1, SERVED.length());
    }

    @ParameterizedTest
    @MethodSource("resets")
    void theClientTellsWhereItsServerWasReset(int after) throws Exception {
        try (FaultProxy proxy = FaultProxy.down(serve().port(), new Fault.ResetPeer(after))) {
            // A reset that does not wait for the client may be there before the connection is told of.
            String early = after <= GREETING ? "cannot connect to " : verdict(after, "RST");
            assertThat(stage.play(CLIENT, proxy.port()).summary()).containsAnyOf(verdict(after, "RST"), early);
        }
    }

    private static String verdict(int after, String ending) {
        if (after == SERVED.length()) {
            return "the end: expected the peer's end, got " + ending + " after ";
        }
        String place =
                after < GREETING ? "greeting: expected \"Welcome!\"" : "answer to \"Al\": expected \"Hello, Al!\"";
        String half = SERVED.substring(after < GREETING ? 0 : GREETING, after);
        return place + ", got " + (half.isEmpty() ? "" : "\"" + half + "\" unfinished, then ") + ending + " after ";
    }

    /** A FIN ends what the peer says, not what it hears; and half a line is a line at its end. */
    @ParameterizedTest
    @MethodSource("spoken")
    void theServerAnswersWhatCameBeforeTheCut(int after) throws Exception {
        Served server = serve();
        try (FaultProxy proxy = FaultProxy.up(server.port(), new Fault.LimitData(after));
                Peer peer = proxy.peer()) {
            peer.says(SPOKEN);
            List<String> answers = SPOKEN.substring(0, after)
                    .lines()
                    .filter(name -> !name.equals("exit"))
                    .map(name -> "Hello, " + name + "!\n")
                    .toList();
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\n" + String.join("", answers));
            server.stop();
            assertThat(stage.log()).last().asString().endsWith(answers.size() + " records, 0 replies lost.");
        }
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void theServerForgetsWhoWasReset(int after) throws Exception {
        Served server = serve();
        try (FaultProxy proxy = FaultProxy.up(server.port(), new Fault.ResetPeer(after));
                Peer peer = proxy.peer()) {
            peer.says(SPOKEN);
            awaitClosed();
        } catch (IOException reset) {
            awaitClosed();
        }
        assertThat(server.open()).isZero();
    }

    private void awaitClosed() throws Exception {
        stage.logged(line -> line.startsWith("Connection from ") && line.contains(" closed"));
    }

    @Test
    void theClientLosesItsPatienceWithAServerThatFallsSilent() throws Exception {
        try (FaultProxy proxy = FaultProxy.down(serve().port(), new Fault.Timeout(12))) {
            String impatient = CLIENT.replace("{\"names\"", "{\"patience\": \"300ms\", \"names\"");
            assertThat(stage.play(impatient, proxy.port()).summary())
                    .contains(
                            "answer to \"Al\": expected \"Hello, Al!\", got \"Hel\" unfinished, then a time-out after");
        }
    }

    /** Nothing answers any more, and still nobody waits without an end. */
    @Test
    void theServerStopsThoughItsPeerHasFallenSilent() throws Exception {
        Served server = stage.serve("{\"delay\": 0, \"drain\": \"200ms\"}");
        try (FaultProxy proxy = FaultProxy.up(server.port(), new Fault.Timeout(2));
                Peer peer = proxy.peer()) {
            peer.says("Al\n").hears("Welcome!\n");
            server.stop();
            assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 0 records, 0 replies lost.");
        }
    }

    private Served serve() throws Exception {
        return stage.serve("{\"delay\": 0}");
    }
}
