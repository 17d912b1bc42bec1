package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.testkit.Flood;
import dev.parley.testkit.Held;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says, and when: the section {@code server}, seen by plain sockets. */
@Timeout(60)
class EchoServerVerticleTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void greetsAnswersAndEndsOnTheFarewell() throws Exception {
        Served server = stage.serve("{'delay': 0}");
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n").says("Michael\n").hears("Hello, Michael!\n");
            peer.says("exit\n").hearsTheEnd();
            stage.logged(line -> line.equals("Accept new connection from " + peer.address() + "..."));
            stage.logged(line -> line.equals("Connection from " + peer.address() + " closed."));
        }
    }

    @Test
    void waitsForEachRecordInTurn() throws Exception {
        Served server = stage.serve("{'delay': '100ms'}");
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n");
            long began = System.nanoTime();
            peer.says("a\nb\nc\n");
            for (int i = 1; i <= 3; i++) {
                peer.hears("Hello, " + (char) ('a' + i - 1) + "!\n");
                assertThat(millisSince(began)).isGreaterThanOrEqualTo(100L * i);
            }
            assertThat(millisSince(began)).isLessThan(20_000);
        }
    }

    @Test
    void countsWhatIsEchoedAmongWhatIsShownToARule() throws Exception {
        Served server = stage.serve(
                "{'greeting': false, 'rules': [{'on': {'prefix': '#'}, 'say': '{count}'}," + " {'say': '{record}'}]}");
        try (Peer peer = server.peer()) {
            peer.says("a\nb\n#\n\nc\nd\n#\n").ends();
            assertThat(peer.hearsToTheEnd()).isEqualTo("a\nb\n3\n\nc\nd\n7\n");
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 7 records, 0 replies lost.");
    }

    /** A peer whose kernel keeps a small piece back until the one before is acknowledged. */
    @Test
    void acknowledgesPiecesOfARecordAtOnce() throws Exception {
        Served server = stage.serve("{'delay': 0}");
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) { // a busy machine takes its time, but not each time
            try (Peer peer = server.peer()) {
                peer.socket().setTcpNoDelay(false);
                peer.hears("Welcome!\n");
                long began = System.nanoTime();
                peer.says("A").says("d").says("a\n").hears("Hello, Ada!\n");
                fastest = Math.min(fastest, millisSince(began));
            }
        }
        assertThat(fastest).isLessThan(35);
    }

    @Test
    void doesNotHoldUpOtherConnectionsMeanwhile() throws Exception {
        Served server = stage.serve("{'delay': '400ms'}");
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            peers.add(server.peer());
        }
        long began = System.nanoTime();
        for (Peer peer : peers) {
            peer.says("x\n");
        }
        for (Peer peer : peers) {
            peer.hears("Welcome!\nHello, x!\n");
            peer.close();
        }
        assertThat(millisSince(began)).isBetween(400L, 15_000L);
    }

    @Test
    void answersWhatCameBeforeThePeersFin() throws Exception {
        Served server = stage.serve("{'delay': '50ms'}");
        try (Peer peer = server.peer()) {
            peer.says("Michael\nTracy\nSar").ends();
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, Michael!\nHello, Tracy!\nHello, Sar!\n");
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 3 records, 0 replies lost.");
    }

    @Test
    void letsTheFarewellWaitItsTurnAndIgnoresWhatFollows() throws Exception {
        Served server = stage.serve("{'delay': '50ms', 'farewell': 'bye'}");
        try (Peer peer = server.peer()) {
            peer.says("a\nBYE\n bye\nbye\nb\nc\n");
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, a!\nHello, BYE!\nHello,  bye!\n");
        }
    }

    @Test
    void doesNotLoseTheLastReplyToInputThatNobodyReads() throws Exception {
        Served server = stage.serve("{'delay': '20ms'}");
        byte[] flood = new byte[4 << 20];
        Arrays.fill(flood, (byte) 'x');
        for (int i = 0; i < 20; i++) {
            try (Peer peer = server.peer()) {
                peer.says("a\nexit\n").says(flood);
                assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, a!\n");
            }
        }
    }

    @Test
    void lingersAsLongAsItMayAndNoLonger() throws Exception {
        Served patient = stage.serve("{'linger': '10m', 'delay': 0}");
        Served brief = stage.serve("{'linger': '100ms', 'delay': 0}");
        try (Peer first = patient.peer();
                Peer second = brief.peer()) {
            first.says("exit\n").hears("Welcome!\n").hearsTheEnd();
            second.says("exit\n").hears("Welcome!\n").hearsTheEnd();
            stage.logged(line -> line.equals("Connection from " + second.address() + " closed."));
            // Who came first would have gone first, if both had waited for as long.
            assertThat(patient.open()).isEqualTo(1);
            first.says("whatever\n").ends();
            stage.logged(line -> line.equals("Connection from " + first.address() + " closed."));
        }
    }

    @Test
    void readsNoMoreWhileARecordWaits() throws Exception {
        Served server = stage.serve("{'delay': '10m', 'drain': 0}");
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n");
            Flood flood = Flood.of(peer);
            assertThat(flood.stuckAt(server)).isLessThanOrEqualTo(256 * 1024);
            peer.resets();
            flood.ends();
        }
    }

    @Test
    void readsNoMoreFromAPeerThatDoesNotRead() throws Exception {
        Served server = stage.serve("{'delay': 0, 'drain': 0, 'log': 'quiet'}");
        try (Peer peer = Peer.deaf(server.port())) {
            Flood flood = Flood.of(peer);
            assertThat(flood.stuckAt(server))
                    .as("what the kernels take, for the most part")
                    .isLessThan(4 << 20);
            peer.resets();
            flood.ends();
        }
    }

    @Test
    void refusesARecordOverTheLimit() throws Exception {
        Served server = stage.serve("{'delay': 0, 'limits': {'record': 10}}");
        try (Peer peer = server.peer()) {
            peer.says("0123456789\n01234567890\nafter\n");
            assertThat(peer.hearsToTheEnd()).isEqualTo("""
                    Welcome!
                    Hello, 0123456789!
                    error: a record longer than limits.record (10 bytes)
                    """);
            String line = stage.logged(l -> l.startsWith("Connection from " + peer.address() + " closed"));
            assertThat(line).endsWith(" closed: a record longer than limits.record (10 bytes).");
        }
    }

    @Test
    void answersWhatItHadReadBeforeItStops() throws Exception {
        Served server = stage.serve("{'delay': '300ms', 'drain': '5s'}");
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            peers.add(server.peer().says("x\ny\n").hears("Welcome!\n"));
        }
        Stage.await(() -> server.bytesIn() == 400);
        var stopped = server.stops();
        for (Peer peer : peers) {
            assertThat(peer.hearsToTheEnd()).isEqualTo("Hello, x!\nHello, y!\n");
            peer.close();
        }
        Stage.await(stopped);
        assertThat(stage.log()).last().isEqualTo("Closed: 100 connections, 200 records, 0 replies lost.");
    }

    @Test
    void refusesWhoComesWhileItStillOwesAnswersAtItsStop() throws Exception {
        Held answers = new Held(stage.vertx());
        Served server = stage.serve("{" + Held.ANSWERS + "}", 2);
        try (Peer one = server.peer();
                Peer other = server.peer()) {
            one.says("x\n").hears("Welcome!\n");
            other.says("y\n").hears("Welcome!\n");
            answers.awaitDue(2);
            Future<Void> stopped = server.stops();
            Stage.await(() -> Peer.refusedAt(server.port()));
            assertThat(stopped.isComplete()).isFalse();
            answers.answer();
            assertThat(one.hearsToTheEnd()).isEqualTo("x\n");
            assertThat(other.hearsToTheEnd()).isEqualTo("y\n");
            Stage.await(stopped);
            assertThat(stage.log()).last().asString().endsWith(" connections, 2 records, 0 replies lost.");
        }
    }

    @Test
    void countsWhatItCouldNotAnswerInTime() throws Exception {
        Served server = stage.serve("{'delay': '10m', 'drain': '100ms'}");
        try (Peer peer = server.peer()) {
            peer.says("a\nb\nc\nexit\nd\n").hears("Welcome!\n");
            Stage.await(() -> server.bytesIn() > 0);
            long began = System.nanoTime();
            server.stop();
            assertThat(millisSince(began)).isBetween(100L, 10_000L);
            assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 3 records, 3 replies lost.");
        }
    }

    @Test
    void countsWhatAResetPeerWasOwed() throws Exception {
        Served server = stage.serve("{'delay': '10m', 'drain': '100ms'}");
        Peer peer = server.peer().says("a\nb\n").hears("Welcome!\n");
        Stage.await(() -> server.bytesIn() > 0);
        String address = peer.address();
        peer.resets();
        // While the server waits it does not read, so that it may see the reset only when it stops.
        server.stop();
        stage.logged(line -> line.startsWith("Connection from " + address + " closed"));
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 2 records, 2 replies lost.");
    }

    @Test
    void owesNothingToWhoOnlyLooksIn() throws Exception {
        Served server = stage.serve("{'delay': 0}");
        for (int i = 0; i < 50; i++) {
            server.peer().resets();
        }
        Stage.await(() -> server.open() == 0);
        server.stop();
        assertThat(stage.log().get(stage.log().size() - 1)).endsWith(" connections, 0 records, 0 replies lost.");
    }

    @Test
    void countsAnUnfinishedLastLineThatWasOwed() throws Exception {
        Served server = stage.serve("{'delay': '10m', 'drain': '100ms'}");
        try (Peer peer = server.peer()) {
            peer.says("a\nb").ends().hears("Welcome!\n");
            Stage.await(() -> server.bytesIn() == 3);
            // Their greeting comes after the loop has seen all that was there before, and the end among it.
            server.peer().hears("Welcome!\n").close();
            server.peer().hears("Welcome!\n").close();
            server.stop();
            assertThat(stage.log()).last().asString().endsWith(" 2 records, 2 replies lost.");
        }
    }

    @Test
    void countsAnswersThatDoNotFitTheFramingAsLost() throws Exception {
        Served server =
                stage.serve("{'delay': '20ms', 'greeting': false, 'framing': {'in': 'line', 'out': {'fixed': 8}}}");
        try (Peer peer = server.peer()) {
            peer.says("a\nb\n");
            assertThat(peer.hearsToTheEnd()).isEmpty();
        }
        stage.logged(line -> line.endsWith(" closed: a record of 9 bytes for a fixed size of 8, 2 replies lost."));
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 2 records, 2 replies lost.");
    }

    @Test
    void countsWhatCannotBeSaidAfterSuchAnAnswerAsLostToo() throws Exception {
        Served server = stage.serve("{'greeting': false, 'linger': 0, 'framing': {'in': 'line', 'out': {'fixed': 1}},"
                + " 'rules': [{'say': ['1', '{record}', '3'], 'delivery': {'glue': true}}]}");
        try (Peer peer = server.peer()) {
            peer.says("ab\n").hears("1").hearsTheEnd();
        }
        stage.logged(line -> line.endsWith(" closed: a record of 2 bytes for a fixed size of 1, 2 replies lost."));
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 1 records, 2 replies lost.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unmatched", "over the limit"})
    void saysWhatIsToBeGluedToTheNextReplyWhenThereIsNone(String last) throws Exception {
        Served server = stage.serve("{'greeting': false, 'limits': {'record': 10}, 'unmatched': 'close',"
                + " 'rules': [{'on': 'a', 'say': 'b', 'delivery': {'glue': true}}]}");
        try (Peer peer = server.peer()) {
            assertThat(peer.says("a\n" + last + "\n").hearsToTheEnd()).startsWith("b\n");
        }
        server.stop();
        assertThat(stage.log()).last().asString().endsWith(" 0 replies lost.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10m", "200ms"})
    void saysItAtItsOwnEndAsWell(String idle) throws Exception {
        Served server = stage.serve("{'greeting': false, 'limits': {'idle': '" + idle + "'},"
                + " 'rules': [{'on': 'a', 'say': 'b', 'delivery': {'glue': true}}]}");
        try (Peer peer = server.peer()) {
            peer.says("a\n");
            Stage.await(() -> server.bytesIn() == 2);
            if (idle.equals("10m")) {
                server.stop();
            }
            assertThat(peer.hearsToTheEnd()).startsWith("b\n");
            peer.ends();
            stage.logged(line ->
                    line.matches("Connection from " + peer.address() + " closed(: nothing came for 200ms)?\\."));
        }
    }

    @Test
    void owesNoReplyWhereItsGreetingDoesNotFitTheFraming() throws Exception {
        Served server = stage.serve("{'greeting': '{peer}', 'framing': {'in': 'line', 'out': {'fixed': 1}}}");
        try (Peer peer = server.peer()) {
            peer.hearsTheEnd();
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 0 records, 0 replies lost.");
    }

    @Test
    void countsAnAnswerOfWhichOnlySomePiecesWentOutAsLost() throws Exception {
        Served server = stage.serve("{'greeting': false, 'rules': ["
                + "{'say': ['1', '{record}'], 'delivery': {'bytes': 2, 'every': '10m'}}]}");
        Peer peer = server.peer().says("abc\n").hears("1\nab");
        Stage.await(() -> server.stats().getJsonObject("records").getInteger("in") == 1);
        assertThat(server.stats().getJsonObject("records").getInteger("out")).isEqualTo(1);
        String address = peer.address();
        peer.resets();
        stage.logged(line -> line.startsWith("Connection from " + address + " closed"));
        assertThat(server.stats().getJsonObject("records").getInteger("out")).isEqualTo(1);
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 1 records, 1 replies lost.");
    }

    @Test
    void countsAnAnswerInPiecesOnceItsLastHasGoneOut() throws Exception {
        Served server = stage.serve(
                "{'greeting': false, 'rules': [" + "{'say': '{record}', 'delivery': {'bytes': 1, 'every': '1ms'}}]}");
        try (Peer peer = server.peer()) {
            peer.says("abc\n").hears("abc\n").ends().hearsTheEnd();
        }
        assertThat(server.stats().getJsonObject("records").getInteger("out")).isEqualTo(1);
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 1 records, 0 replies lost.");
    }

    @Test
    void playsRulesAndTellsWhatNoneIsFor() throws Exception {
        Served server =
                stage.serve("{'rules': [{'on': 'a', 'say': ['1', '2']}, {'on': 'r', 'say': 'r', 'then': 'reset'}]}");
        try (Peer peer = server.peer()) {
            peer.says("x\na\n").hears("Welcome!\n1\n2\n");
            stage.logged((peer.address() + " << x (no rule is for it)")::equals);
            peer.says("r\n").hears("r\n");
            assertThatThrownBy(peer::hearsToTheEnd).isInstanceOf(java.net.SocketException.class);
        }
    }

    @Test
    void canEndOnWhatNoRuleIsFor() throws Exception {
        Served server = stage.serve("{'unmatched': 'close', 'rules': [{'on': 'a', 'say': '1'}]}");
        try (Peer peer = server.peer()) {
            peer.says("a\nx\na\n");
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\n1\n");
        }
    }

    @Test
    void drawsTheSameDelaysFromTheSameSeed() throws Exception {
        String random = "{'seed': 42, 'rules': [{'after': {'from': '1ms', 'to': '3ms'}, 'say': '{record}'}]}";
        Served server = stage.serve(random);
        stage.logged("Delays are drawn from seed 42."::equals);
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n").says("a\n").hears("a\n");
        }
    }

    @Test
    void triesNoPatternOnARecordOverItsLimit() throws Exception {
        Served server = stage.serve(
                "{'limits': {'pattern': 3}, 'rules': [{'on': {'pattern': 'a*'}, 'say': '1'}, {'say': '2'}]}");
        try (Peer peer = server.peer()) {
            peer.says("aaa\naaaa\n").hears("Welcome!\n1\n2\n");
        }
    }

    @Test
    void isHeldUpByNoPattern() throws Exception {
        Served server = stage.serve("{'limits': {'pattern': '64KiB'}, 'rules': ["
                + "{'on': {'pattern': '(a*)*b|(a|aa)+c|(.*a){12}'}, 'say': '1'}, {'say': '2'}]}");
        byte[] evil = ("a".repeat(60_000) + "!\n").getBytes();
        try (Peer attacker = server.peer();
                Peer neighbour = server.peer()) {
            attacker.says(evil);
            long began = System.nanoTime();
            neighbour.says("x\n").hears("Welcome!\n2\n");
            attacker.hears("Welcome!\n2\n");
            assertThat(millisSince(began)).isLessThan(20_000);
        }
    }

    @Test
    void tellsOfAReset() throws Exception {
        Served server = stage.serve("{'delay': 0}");
        Peer peer = server.peer().hears("Welcome!\n");
        String address = peer.address();
        peer.resets();
        stage.logged(line -> line.equals("Connection from " + address + " closed: reset by the peer."));
    }

    @Test
    void sharesOnePortEvenlyAmongItsInstances() throws Exception {
        Served server = stage.serve("{\"delay\": 0}", 4);
        for (int i = 0; i < 40; i++) {
            try (Peer peer = server.peer()) {
                peer.says("x\nexit\n");
                assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, x!\n");
            }
        }
        JsonArray instances = server.stats().getJsonArray("instances");
        assertThat(instances)
                .hasSize(4)
                .allSatisfy(instance -> assertThat(((JsonObject) instance)
                                .getJsonObject("connections")
                                .getInteger("accepted"))
                        .isEqualTo(10));
        server.stop();
        assertThat(stage.log().subList(stage.log().size() - 5, stage.log().size()))
                .containsExactly(
                        "Instance 1: 10 connections, 10 records, 0 replies lost.",
                        "Instance 2: 10 connections, 10 records, 0 replies lost.",
                        "Instance 3: 10 connections, 10 records, 0 replies lost.",
                        "Instance 4: 10 connections, 10 records, 0 replies lost.",
                        "Closed: 40 connections, 40 records, 0 replies lost.");
        assertThat(stage.log()).filteredOn("Waiting for connection..."::equals).hasSize(1);
    }

    @Test
    void tellsItsCountersOnTheEventBus() throws Exception {
        Served server = stage.serve("{'delay': 0}");
        Served other = stage.serve("{'delay': 0}");
        try (Peer peer = server.peer()) {
            peer.hears("Welcome!\n").says("Al\n").hears("Hello, Al!\n");
            assertThat(server.stats()).isEqualTo(new JsonObject("""
                            {
                              "id": "%s", "host": "127.0.0.1", "port": %d,
                              "connections": {"refused": 0, "accepted": 1, "open": 1},
                              "records": {"in": 1, "out": 2},
                              "bytes": {"in": 3, "out": 20},
                              "repliesLost": 0,
                              "instances": [
                                {
                                  "connections": {"refused": 0, "accepted": 1, "open": 1},
                                  "records": {"in": 1, "out": 2},
                                  "bytes": {"in": 3, "out": 20},
                                  "repliesLost": 0
                                }
                              ]
                            }""".formatted(server.id(), server.port())));
        }
        Stage.await(() -> server.open() == 0);
        assertThat(other.stats().getJsonObject("connections").getInteger("accepted"))
                .isZero();
        assertThat(other.port()).isNotEqualTo(server.port());
    }

    @Test
    void saysWhatItsTemplatesSay() throws Exception {
        Served server = stage.serve(
                "{'delay': 0, 'greeting': '{connection} {peer}', 'reply': '{{record} {count}:{record} {x} {connection}'}"
                        .replace("{x} ", "{ } "));
        server.peer().hears("1 ").close();
        try (Peer peer = server.peer()) {
            peer.hears("2 " + peer.address() + "\n").says("a\nb\n");
            peer.hears("{record} 1:a { } 2\n{record} 2:b { } 2\n");
        }
    }

    @Test
    void canBeWithoutGreetingReplyAndFarewell() throws Exception {
        Served server = stage.serve("{'delay': false, 'greeting': false, 'reply': false, 'farewell': false}");
        try (Peer peer = server.peer()) {
            peer.says("a\nexit\nb\n").ends();
            peer.hearsTheEnd();
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 3 records, 0 replies lost.");
    }

    @Test
    void logsRecordsEscapedAndInOneLineEach() throws Exception {
        Served server = stage.serve("{'delay': 0, 'log': 'records'}");
        try (Peer peer = server.peer()) {
            peer.says("a\u0000\u001b[31m\u202eb\tc\n").hears("Welcome!\nHello, a");
            stage.logged((peer.address() + " >> Welcome!")::equals);
            stage.logged((peer.address() + " << a\\x00\\x1b[31m\\u{202e}b\\tc")::equals);
            stage.logged((peer.address() + " >> Hello, a\\x00\\x1b[31m\\u{202e}b\\tc!")::equals);
        }
    }

    @Test
    void logsARecordOfAnyBytesInOneLine() throws Exception {
        Served server = stage.serve("{'delay': 0, 'log': 'records'}");
        try (Peer peer = server.peer()) {
            byte[] record = HexFormat.of().parseHex("0061" + "1b" + "e280ae" + "e280a8" + "c29b" + "ff62" + "0a");
            peer.says(record).hears("Welcome!\nHello, ");
            stage.logged((peer.address() + " << \\x00a\\x1b\\u{202e}\\u{2028}\\u{9b}\\xffb")::equals);
            stage.logged((peer.address() + " >> Hello, \\x00a\\x1b\\u{202e}\\u{2028}\\u{9b}\\xffb!")::equals);
        }
    }

    @Test
    void logsWhatNoRuleIsForInOneLineTooAndNotWithoutEnd() throws Exception {
        Served server = stage.serve("{'greeting': false, 'rules': [{'on': 'a', 'say': 'b'}]}");
        try (Peer peer = server.peer()) {
            peer.says("\u001b\u202e\n".repeat(1000)).says("a\n").hears("b\n");
            server.stop();
            assertThat(stage.log())
                    .filteredOn((peer.address() + " << \\x1b\\u{202e} (no rule is for it)")::equals)
                    .hasSizeBetween(10, 20);
        }
        assertThat(stage.log())
                .anyMatch(line -> line.endsWith(" more records that no rule is for in the last second."));
    }

    @Test
    void tellsOfEveryConversationWhereSomebodyAskedForANumberOfThem() throws Exception {
        Served server = stage.serve("{'conversations': 15, 'script': [{'server': 'a'}, {'client': 'b'}]}");
        for (int i = 0; i < 15; i++) {
            server.peer().says("c\n").hears("a\n").close();
        }
        Stage.await(() -> server.open() == 0);
        server.stop();
        assertThat(stage.log())
                .filteredOn(line -> line.contains("expected \"b\", got \"c\" after "))
                .hasSize(15);
    }

    @Test
    void canBeQuiet() throws Exception {
        Served server = stage.serve("{'delay': 0, 'log': 'quiet'}");
        try (Peer peer = server.peer()) {
            peer.says("exit\n").hearsToTheEnd();
        }
        server.stop();
        assertThat(stage.log())
                .containsExactly(
                        "Listening on 127.0.0.1:" + server.port() + ".",
                        "Waiting for connection...",
                        "Closed: 1 connections, 0 records, 0 replies lost.");
    }

    @Test
    void listensOnIpv6AndOnNames() throws Exception {
        Served ipv6 = stage.serve("{'host': '::1'}");
        try (Peer peer = Peer.connect("::1", ipv6.port())) {
            peer.hears("Welcome!\n");
        }
        assertThat(stage.log()).contains("Listening on [::1]:" + ipv6.port() + ".");
        Served named = stage.serve("{'host': 'localhost'}");
        try (Peer peer = Peer.connect("localhost", named.port())) {
            peer.hears("Welcome!\n");
        }
    }

    @Test
    void listensOnAllInterfacesOrOnOne() throws Exception {
        Served all = stage.serve("{'host': '0.0.0.0'}");
        Peer.connect("127.0.0.1", all.port()).hears("Welcome!\n").close();
        Peer.connect("127.0.0.2", all.port()).hears("Welcome!\n").close();
        Served one = stage.serve("{'host': '127.0.0.2'}");
        Peer.connect("127.0.0.2", one.port()).hears("Welcome!\n").close();
        assertThatThrownBy(() -> Peer.connect("127.0.0.1", one.port())).isInstanceOf(ConnectException.class);
    }

    @Test
    void namesTheAddressThatItCannotHave() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> stage.serve("{'port': %d}".formatted(taken.getLocalPort())))
                    .rootCause()
                    .isNotNull();
            assertThatThrownBy(() -> stage.serve("{'port': %d}".formatted(taken.getLocalPort())))
                    .hasMessageContaining(
                            "server: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use");
        }
        assertThatThrownBy(() -> stage.serve("{'host': '203.0.113.1'}"))
                .hasMessageContaining("server: cannot listen on 203.0.113.1:0: Cannot assign requested address");
        assertThatThrownBy(() -> stage.serve("{'host': 'no-such-host.invalid'}"))
                .hasMessageContaining("server.host: unknown host \"no-such-host.invalid\"");
        assertThat(stage.log()).isEmpty();
    }

    @Test
    void letsOnlyAsManyWaitAsItsBacklogHolds() throws Exception {
        Served server = stage.serve("{'backlog': 1}");
        var acceptors = new java.util.concurrent.CountDownLatch(1);
        var blocked = new java.util.concurrent.CountDownLatch(1);
        ((io.vertx.core.internal.VertxInternal) stage.vertx())
                .acceptorEventLoopGroup()
                .next()
                .execute(() -> {
                    blocked.countDown();
                    awaitUninterrupted(acceptors);
                });
        assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
        int connected = 0;
        List<java.net.Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                java.net.Socket socket = new java.net.Socket();
                sockets.add(socket);
                socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()), 200);
                connected++;
            }
        } catch (SocketTimeoutException full) {
            assertThat(connected).isBetween(1, 3);
        } finally {
            acceptors.countDown();
            for (java.net.Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(connected).isLessThan(6);
    }

    private static void awaitUninterrupted(java.util.concurrent.CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }
}
