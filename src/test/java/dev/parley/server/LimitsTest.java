package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Flood;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server takes from a peer, and how long it bears with one: the object {@code limits}. */
@Timeout(60)
class LimitsTest {
    private static final String NOT_READ = ": what was written was not read within 300ms, [1-9]\\d* replies lost\\.";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aPeerThatLeavesIsNoticedWhileItsRecordWaits() throws Exception {
        Served server = stage.serve("{'delay': '10m', 'drain': 0}");
        Peer peer = server.peer();
        peer.says("a\n").hears("Welcome!\n");
        Stage.await(() -> server.bytesIn() == 2);
        String address = peer.address();
        peer.resets();

        stage.logged(line -> line.equals("Connection from " + address + " closed: reset by the peer, 1 reply lost."));
    }

    @Test
    void noMoreIsReadWhileAsManyRecordsArePendingAsMay() throws Exception {
        Served server = stage.serve("{'rules': [{'on': 'now', 'say': 'then'}, {'say': 'late', 'after': '10m'}],"
                + " 'limits': {'pending': 3}, 'drain': 0}");
        try (Peer peer = server.peer();
                Peer neighbour = server.peer()) {
            for (int i = 1; i <= 3; i++) {
                long read = 2 * i;
                peer.says("a\n");
                Stage.await(() -> server.bytesIn() == read);
            }
            peer.says("b\n");
            // The loop has been there since, and would have read it: it answers others.
            neighbour.hears("Welcome!\n");
            for (int i = 0; i < 3; i++) {
                neighbour.says("now\n").hears("then\n");
            }
            assertThat(server.bytesIn()).isEqualTo(6 + 3 * 4);
        }
    }

    @Test
    void noMoreIsReadThanTheBufferHoldsHoweverFewTheRecords() throws Exception {
        Served server = stage.serve("{'delay': '10m', 'drain': 0, 'limits': {'buffer': '4KiB', 'pending': 100000}}");
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n");
            Flood flood = Flood.of(peer);
            assertThat(flood.stuckAt(server)).isBetween(1024L, 4096L);
            peer.resets();
            flood.ends();
        }
    }

    @Test
    void aPeerWithNothingToSayIsToldSoAndShownOut() throws Exception {
        Served server = stage.serve("{'delay': 0, 'linger': '100ms', 'limits': {'idle': '200ms'}}");
        try (Peer peer = server.peer()) {
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nerror: nothing came for 200ms\n");
            stage.logged(line -> line.equals("Connection from " + peer.address() + " closed: nothing came for 200ms."));
        }
    }

    @Test
    void aPeerThatWaitsForItsAnswerIsNotIdle() throws Exception {
        Served server = stage.serve("{'delay': '1500ms', 'limits': {'idle': '1s'}}");
        try (Peer peer = server.peer()) {
            peer.says("a\n");
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, a!\nerror: nothing came for 1s\n");
        }
    }

    /** Nor does its own end, which comes after that, make a record of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Ad | nothing came for 200ms", "endless record | a record longer than limits.record (10 bytes)"})
    void nothingIsOwedToAPeerThatWasShownOutInTheMiddleOfARecord(String said, String why) throws Exception {
        Served server = stage.serve("{'linger': '1m', 'limits': {'idle': '200ms', 'record': 10}}");
        try (Peer peer = server.peer()) {
            peer.says(said).hears("Welcome!\nerror: " + why + "\n").hearsTheEnd();
            peer.ends();
            stage.logged(line -> line.equals("Connection from " + peer.address() + " closed: " + why + "."));
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 0 records, 0 replies lost.");
    }

    @Test
    void aPeerThatSendsALittleNowAndThenIsNotIdle() throws Exception {
        Served server = stage.serve("{'delay': 0, 'limits': {'idle': '3s', 'record': '1MiB'}}");
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n");
            long began = System.nanoTime();
            while (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(3500)) {
                peer.says(".");
                server.stats();
            }
            peer.says("\n");
            assertThat(new String(peer.reads(7))).isEqualTo("Hello, ");
        }
    }

    @Test
    void aPeerThatDoesNotReadIsCutAfterAWhile() throws Exception {
        Served server = stage.serve("{'delay': 0, 'log': 'connections', 'limits': {'write': '300ms'}}");
        try (Peer peer = server.peer()) {
            Flood flood = Flood.of(peer);
            String line = stage.logged(l -> l.startsWith("Connection from " + peer.address() + " closed"));
            assertThat(line).matches(".* closed" + NOT_READ);
            flood.ends();
        }
    }

    @Test
    void aPeerThatDoesNotReadItsLastWordsIsCutAfterAWhile() throws Exception {
        Served server = stage.serve("{'rules': [{'on': 'exit', 'then': 'close'}, {'say': '" + "x".repeat(10_000)
                + "'}], 'limits': {'write': '300ms'}}");
        try (Peer peer = server.peer()) {
            peer.says("a\n".repeat(2000) + "exit\n");
            stage.logged(line -> line.matches("Connection from " + peer.address() + " closed" + NOT_READ));
        }
    }

    /** However much of that the kernels keep between them, which is megabytes if nobody minds. */
    @Test
    void aPeerThatReadsALittleNowAndThenIsNotCut() throws Exception {
        int second = 300_000;
        Served server = stage.serve(
                "{'delay': 0, 'greeting': false, 'reply': '" + "x".repeat(1999) + "', 'limits': {'write': '1s'}}");
        try (Peer peer = Peer.deaf(server.port())) {
            peer.says("a\n".repeat(10_000));
            long began = System.nanoTime();
            for (int read = 0; read < 4 * second; read += 3000) {
                assertThat(peer.reads(3000)).hasSize(3000);
                long due = began + TimeUnit.SECONDS.toNanos(1) * read / second;
                while (System.nanoTime() < due) {
                    server.stats();
                }
            }
            peer.resets();
        }
    }

    @Test
    void aPeerThatReadsSlowlyGetsAllThatItIsOwed() throws Exception {
        int names = 1500;
        String answer = "x".repeat(20_000);
        Served server = stage.serve("{'delay': '1ms', 'greeting': false, 'farewell': false, 'reply': '" + answer
                + "', 'limits': {'idle': '20s'}}");
        try (Peer peer = server.peer()) {
            peer.says("a\n".repeat(names));
            for (int i = 0; i < names; i++) {
                assertThat(peer.reads(answer.length() + 1)).hasSize(answer.length() + 1);
                if (i % 3 == 0) {
                    server.stats();
                }
            }
        }
        server.stop();
        assertThat(stage.log()).last().asString().endsWith(names + " records, 0 replies lost.");
    }

    @Test
    void aSideWithAScriptHasItsPatienceInstead() throws Exception {
        Served server = stage.serve("{'script': [{'client': 'a'}, {'close': 'server'}], 'patience': '300ms'}");
        try (Peer peer = server.peer()) {
            assertThat(peer.hearsToTheEnd()).isEmpty();
            stage.logged(line -> line.contains("script[0]: expected \"a\", got a time-out after 300ms"));
        }
    }
}
