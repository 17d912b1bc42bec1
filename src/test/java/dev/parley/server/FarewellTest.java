package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The farewell is a whole record, after framing: case and blanks count, and whatever only looks like it is a name. */
@Timeout(60)
class FarewellTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(strings = {"exit\n", "exit\r\n"})
    void endsAtTheFarewellWhicheverLineEndItHas(String said) throws Exception {
        Served server = stage.serve("{'delay': 0}");
        try (Peer peer = server.peer()) {
            peer.says(said + "after\n");
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\n");
        }
    }

    @Test
    void endsAtAFarewellWithoutALineEnd() throws Exception {
        Served server = stage.serve("{'delay': 0}");
        try (Peer peer = server.peer()) {
            peer.says("Al\nexit").ends();
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, Al!\n");
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 1 records, 0 replies lost.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EXIT", "Exit", " exit ", " exit", "exit ", "exit\t", "exit\r", "exit\0", "exitx", "exi", ""})
    void answersWhatOnlyLooksLikeIt(String name) throws Exception {
        Served server = stage.serve("{'delay': 0}");
        try (Peer peer = server.peer()) {
            peer.says(name + "\r\nafter\nexit\n");
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, " + name + "!\nHello, after!\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'chunk'", "{'delimiter': ';'}", "{'fixed': 5, 'pad': ' '}", "{'length': {'bytes': 1}}"})
    void aCarriageReturnIsPartOfTheRecordInOtherFramings(String framing) throws Exception {
        Served server =
                stage.serve("{'delay': 0, 'greeting': false, 'framing': {'in': %s, 'out': 'line'}}".formatted(framing));
        try (Peer peer = server.peer()) {
            String said = "exit\r";
            if (framing.contains("length")) {
                said = "\u0005" + said;
            } else if (framing.contains("delimiter")) {
                said = said + ";";
            }
            peer.says(said).hears("Hello, exit\r!\n");
        }
    }
}
