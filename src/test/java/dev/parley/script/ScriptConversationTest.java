package dev.parley.script;

import static dev.parley.conversation.Side.CLIENT;
import static dev.parley.conversation.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conversation.Asker;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Setting;
import dev.parley.testkit.FakeWire;
import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of scripts, to the millisecond, without a socket. */
class ScriptConversationTest {
    private static final String ECHO = """
            [ {'server': 'Welcome!'},
              {'each': {'name': ['Ann', 'Bo']}, 'do': [ {'client': '{name}'}, {'server': 'Hello, {name}!', 'after': '1s'} ]},
              {'client': 'exit'},
              {'close': 'server'} ]""";

    @Test
    void theServerSaysItsLinesAndExpectsTheClients() {
        Scripted server = new Scripted(SERVER, ECHO);
        assertThat(server.wire.said).containsExactly("Welcome!");
        server.wire.hears("Ann");
        assertThat(server.wire.said).hasSize(1);
        server.pass("0.999S");
        assertThat(server.wire.said).hasSize(1);
        server.pass("0.001S");
        server.wire.hears("Bo");
        server.pass("1S");
        server.wire.hears("exit");
        assertThat(server.wire.said).containsExactly("Welcome!", "Hello, Ann!", "Hello, Bo!");
        assertThat(server.wire.outputEnded).isTrue();
        server.wire.peerEnds();
        server.wire.isClosed(Ending.FIN);
        assertThat(server.outcome().summary()).isEqualTo("server: 10.0.0.1:1234: 3 records heard in 2s");
        assertThat(server.wire.time.set()).isZero();
    }

    @Test
    void aSlowMachineDoesNotComeBetweenALineAndItsAnswer() {
        Scripted client = new Scripted(CLIENT, "[ {'server': 'a'}, {'client': 'b'}, {'server': 'c'} ]");
        client.wire.time.passesAtEachLook(Duration.ofMillis(20));
        client.wire.hears("a");
        client.wire.isClosed(Ending.RESET);

        assertThat(client.outcome().summary()).contains("script[2]: expected \"c\", got RST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'quiet': 'server', 'for': '1s'}  | passed
            {'pause': '1s', 'by': 'server'}   | passed
            {'server': 'b', 'after': '1s'}    | failed
            """)
    void aResetMayComeWhileWeRestButNotBeforeOurLine(String step, String how) {
        Scripted server = new Scripted(SERVER, "[ {'server': 'a'}, " + step + ", {'reset': 'client'} ]");
        server.pass("0.9S");
        server.wire.isClosed(Ending.RESET);

        assertThat(server.outcome().passed()).isEqualTo(how.equals("passed"));
    }

    @Test
    void aLongScriptLetsOthersHaveTheEventLoopInBetween() {
        Scripted client = new Scripted(CLIENT, "[ {'server': 'a'}, {'repeat': 1000, 'do': [ {'client': 'b'} ]} ]");
        client.wire.time.passesAtEachLook(Duration.ofMillis(20));
        client.wire.hears("a");
        assertThat(client.wire.said).hasSizeBetween(1, 500);
        client.wire.time.passesAtEachLook(Duration.ZERO);
        client.pass("1S");

        assertThat(client.wire.said).hasSize(1000);
    }

    @Test
    void theClientSaysItsOwnOfTheSameScript() {
        Scripted client = new Scripted(CLIENT, ECHO);
        assertThat(client.wire.said).isEmpty();
        client.wire.hears("Welcome!");
        client.wire.hears("Hello, Ann!");
        client.wire.hears("Hello, Bo!");
        assertThat(client.wire.said).containsExactly("Ann", "Bo", "exit");
        client.wire.peerEnds();
        assertThat(client.wire.ended).isEqualTo(Ending.FIN);
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().passed()).isTrue();
    }

    @Test
    void aFailureTellsStepRoundAndTheFirstDifference() {
        Scripted client = new Scripted(CLIENT, ECHO);
        client.wire.hears("Welcome!", "Hello, Ann!", "Hello, bo!", "and more");
        assertThat(client.outcome().report())
                .containsExactly(
                        "client: 10.0.0.1:1234: script[1].do[1] (name \"Bo\"): expected \"Hello, Bo!\", got \"Hello, bo!\" after 0ms",
                        "  expected  48 65 6c 6c 6f 2c 20 42 6f 21  \"Hello, Bo!\"",
                        "  got       48 65 6c 6c 6f 2c 20 62 6f 21  \"Hello, bo!\"",
                        "                                 ^^ at byte 7",
                        "  left      \"and more\"",
                        "  ending    open",
                        "  transcript, its last lines:",
                        "    {\"server\":\"Welcome!\"},",
                        "    {\"client\":\"Ann\"},",
                        "    {\"server\":\"Hello, Ann!\"},",
                        "    {\"client\":\"Bo\"},",
                        "    {\"server\":\"Hello, bo!\"},");
        assertThat(client.wire.cut).isTrue();
    }

    @Test
    void theListenerGrantsTheUpperEndOfAWaitAndItsPatience() {
        Scripted client =
                new Scripted(CLIENT, "[{'server': 'a', 'after': {'from': '1s', 'to': '3s'}, 'within': '2s'}]");
        client.pass("4.999S");
        assertThat(client.decided()).isFalse();
        client.pass("0.001S");
        assertThat(client.outcome().summary()).endsWith("script[0]: expected \"a\", got a time-out after 5s");
    }

    @Test
    void theListenerGrantsAPause() {
        Scripted client = new Scripted(CLIENT, "[{'pause': '10s', 'by': 'server'}, {'server': 'a'}]");
        client.pass("14.999S");
        assertThat(client.decided()).isFalse();
        client.pass("0.001S");
        assertThat(client.decided()).isTrue();
    }

    @Test
    void whoPausesWaits() {
        Scripted server = new Scripted(SERVER, "[{'pause': '10s', 'by': 'server'}, {'server': 'a'}]");
        server.pass("9.999S");
        assertThat(server.wire.said).isEmpty();
        server.pass("0.001S");
        assertThat(server.wire.said).containsExactly("a");
    }

    @Test
    void afterTheLastStepTheListenerEnds() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'bye'}]");
        client.wire.hears("bye");
        assertThat(client.wire.outputEnded).isTrue();
        client.wire.peerEnds();
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().passed()).isTrue();
    }

    @Test
    void theListenerLeavesItAtThatWhenThePeerDoesNotEnd() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'bye'}]");
        client.wire.hears("bye");
        client.pass("5S");
        assertThat(client.wire.cut).isTrue();
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().passed()).isTrue();
    }

    @Test
    void whatComesAfterTheLastStepIsTooMuch() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'bye'}]");
        client.wire.hears("bye", "oh, and");
        assertThat(client.outcome().summary()).contains("the end: expected nothing more, got \"oh, and\" after 0ms");
    }

    @Test
    void theSpeakerExpectsTheListenersEnd() {
        Scripted server = new Scripted(SERVER, "[{'server': 'bye'}]");
        server.pass("5S");
        assertThat(server.outcome().summary()).contains("the end: expected the peer's end, got a time-out after 5s");
    }

    @Test
    void anOptionalLineMayBeMissing() {
        String script = "[{'server': 'news', 'optional': true}, {'server': 'ready'}, {'close': 'server'}]";
        Scripted with = new Scripted(CLIENT, script);
        with.wire.hears("news", "ready").peerEnds();
        with.wire.isClosed(Ending.FIN);
        assertThat(with.outcome().passed()).isTrue();
        Scripted without = new Scripted(CLIENT, script);
        without.wire.hears("ready").peerEnds();
        without.wire.isClosed(Ending.FIN);
        assertThat(without.outcome().passed()).isTrue();
        Scripted wrong = new Scripted(CLIENT, script);
        wrong.wire.hears("nonsense");
        assertThat(wrong.outcome().summary()).contains("script[1]: expected \"ready\", got \"nonsense\"");
    }

    @Test
    void anOptionalLineIsWaitedForBeforeOurOwn() {
        Scripted client = new Scripted(
                CLIENT, "[{'server': 'news', 'optional': true, 'within': '1s'}, {'client': 'go'}, {'server': 'gone'}]");
        assertThat(client.wire.said).isEmpty();
        client.pass("1S");
        assertThat(client.wire.said).containsExactly("go");
        client.wire.hears("gone");
        assertThat(client.decided()).isFalse();
    }

    @Test
    void aPatternIsExpectedAndItsGroupsAreKnownFromThenOnToBothSides() {
        String script = """
                [ {'client': {'pattern': 'USER (?<user>\\\\w+)', 'say': 'USER ann'}}, {'server': 'hello {user}'} ]""";
        Scripted server = new Scripted(SERVER, script);
        server.wire.hears("USER bob");
        assertThat(server.wire.said).containsExactly("hello bob");
        Scripted client = new Scripted(CLIENT, script);
        assertThat(client.wire.said).containsExactly("USER ann");
        client.wire.hears("hello ann");
        assertThat(client.wire.outputEnded).isTrue();
        Scripted refusing = new Scripted(SERVER, script);
        refusing.wire.hears("LOSER bob");
        assertThat(refusing.outcome().summary())
                .contains("script[0]: expected a record like /USER (?<user>\\w+)/, got \"LOSER bob\"");
    }

    @Test
    void placeholdersMeanTheSameToBothSides() {
        String script = "[{'client': 'a'}, {'server': '{record} {count} {peer} {connection} {vars.who} {{who}'}]";
        Scripted server = new Scripted(SERVER, script);
        server.wire.hears("a");
        assertThat(server.wire.said).containsExactly("a 1 10.0.0.1:1234 1 Ada {who}");
        Scripted client = new Scripted(CLIENT, script);
        client.wire.hears("a 1 10.0.0.2:5678 1 Ada {who}");
        assertThat(client.wire.outputEnded).isTrue();
    }

    @Test
    void severalRecordsInALineAreHeardInOrder() {
        String script = "[{'server': ['a', {'hex': '62'}, 'c']}, {'close': 'server'}]";
        Scripted server = new Scripted(SERVER, script);
        assertThat(server.wire.said).containsExactly("a", "b", "c");
        Scripted client = new Scripted(CLIENT, script);
        client.wire.hears("a", "b", "x");
        assertThat(client.outcome().summary()).contains("script[0]: expected \"c\", got \"x\"");
    }

    @Test
    void quietMeansNothingAtAll() {
        String script = "[{'quiet': 'server', 'for': '1s'}, {'server': 'a'}, {'close': 'server'}]";
        Scripted client = new Scripted(CLIENT, script);
        client.pass("1S");
        client.wire.hears("a").peerEnds();
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().passed()).isTrue();
        Scripted disturbed = new Scripted(CLIENT, script);
        disturbed.pass("0.999S");
        disturbed.wire.hears("a");
        assertThat(disturbed.outcome().summary()).contains("script[0]: expected nothing for 1s, got \"a\" after 999ms");
        Scripted server = new Scripted(SERVER, script);
        server.pass("1S");
        assertThat(server.wire.said).isEmpty();
        server.pass("0.1S");
        assertThat(server.wire.said).containsExactly("a");
    }

    @Test
    void aSideThatHasEndedStillHears() {
        String script = "[{'client': 'a'}, {'end': 'client'}, {'server': 'b'}, {'close': 'server'}]";
        Scripted client = new Scripted(CLIENT, script);
        assertThat(client.wire.outputEnded).isTrue();
        client.wire.hears("b").peerEnds();
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().passed()).isTrue();
        Scripted server = new Scripted(SERVER, script);
        server.wire.hears("a");
        assertThat(server.wire.said).isEmpty();
        server.wire.peerEnds();
        assertThat(server.wire.said).containsExactly("b");
        assertThat(server.wire.ended).isEqualTo(Ending.FIN);
        server.wire.isClosed(Ending.FIN);
        assertThat(server.outcome().passed()).isTrue();
    }

    @Test
    void anEndThatComesTooEarlyIsTold() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'a'}, {'client': 'b'}, {'server': 'c'}]");
        client.wire.hears("a").peerEnds();
        assertThat(client.outcome().summary()).contains("script[2]: expected \"c\", got FIN after 0ms");
    }

    @Test
    void aResetIsSaidAndExpected() {
        String script = "[{'server': 'a'}, {'reset': 'server'}]";
        Scripted server = new Scripted(SERVER, script);
        assertThat(server.wire.ended).isEqualTo(Ending.RESET);
        server.wire.isClosed(Ending.RESET);
        assertThat(server.outcome().passed()).isTrue();
        Scripted client = new Scripted(CLIENT, script);
        client.wire.hears("a");
        client.wire.isClosed(Ending.RESET);
        assertThat(client.outcome().passed()).isTrue();
        Scripted disappointed = new Scripted(CLIENT, script);
        disappointed.wire.hears("a").peerEnds();
        assertThat(disappointed.outcome().summary()).contains("script[1]: expected a reset, got FIN");
    }

    @Test
    void aResetThatNobodyExpectedIsTold() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'a'}]");
        client.wire.isClosed(Ending.RESET);
        assertThat(client.outcome().summary()).contains("script[0]: expected \"a\", got RST after 0ms");
        ConversationOutcome.Failed failed = (ConversationOutcome.Failed) client.outcome();
        assertThat(failed.toJson().getString("ending")).isEqualTo("reset");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | st
            2 | nd
            """)
    void aBlockForOneConnectionIsLeftOutOnTheOthers(long number, String said) {
        Scripted server = new Scripted(
                SERVER,
                number,
                Asker.nobody(),
                "[{'connection': 1, 'do': [{'server': 'st'}]}, {'connection': 2, 'do': [{'server': 'nd'}]}]");
        assertThat(server.wire.said).containsExactly(said);
    }

    @Test
    void walksTwoHundredThousandStepsWithoutAStack() {
        Scripted client = new Scripted(CLIENT, "[{'repeat': 100000, 'do': [{'client': 'a'}, {'server': 'A'}]}]");
        String[] answers = new String[100_000];
        Arrays.fill(answers, "A");
        client.wire.hears(answers);
        assertThat(client.wire.said).hasSize(100_000);
        client.wire.peerEnds();
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'bytes': 2, 'every': '1s'}       | abcde | ab,cd,e
            {'split': [1, 4], 'every': '1s'}  | abcde | a,bcd,e
            {'bytes': 9}                      | abcde | abcde
            {'split': [5, 7]}                 | abcde | abcde
            {'cut': 2}                        | abcde | ab
            {'cut': 0, 'then': 'reset'}       | abcde |
            """)
    void deliversInPieces(String delivery, String line, String pieces) {
        Scripted server = new Scripted(SERVER, "[{'server': '" + line + "', 'delivery': " + delivery + "}]");
        server.pass("5S");
        assertThat(String.join(",", server.wire.said)).isEqualTo(pieces == null ? "" : pieces);
    }

    @Test
    void gluesALineToTheNext() {
        Scripted server = new Scripted(
                SERVER,
                "[{'server': 'a', 'delivery': {'glue': true}}, {'server': 'b', 'delivery': {'glue': true}}, {'server': 'c'}]");
        assertThat(server.wire.said).containsExactly("abc");
    }

    @Test
    void whatIsGluedToNothingIsSentAllTheSame() {
        Scripted server = new Scripted(SERVER, "[{'server': 'a', 'delivery': {'glue': true}}, {'client': 'b'}]");
        assertThat(server.wire.said).containsExactly("a");
    }

    @Test
    void theListenerGrantsTheTimeThatPiecesTake() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'abcd', 'delivery': {'bytes': 1, 'every': '10s'}}]");
        client.pass("40S");
        assertThat(client.decided()).isFalse();
    }

    @Test
    void asksAndSaysWhatComesBack() {
        AtomicReference<String> asked = new AtomicReference<>();
        Asker asker = (address, question, within) -> {
            asked.set(address + " " + question.getString("record") + " " + question.getString("hex") + " " + within);
            return Future.succeededFuture(List.of("x".getBytes(), "y".getBytes()));
        };
        Scripted server = new Scripted(
                SERVER, 1, asker, "[{'client': 'q'}, {'server': ['first', {'ask': 'here', 'within': '3s'}, 'last']}]");
        server.wire.hears("q");
        assertThat(asked).hasValue("here q 71 PT3S");
        assertThat(server.wire.said).containsExactly("first", "x", "y", "last");
    }

    @Test
    void saysTheElseWhereNobodyAnswers() {
        Scripted server =
                new Scripted(SERVER, "[{'client': 'q'}, {'server': {'ask': 'here', 'else': ['sorry', '{record}']}}]");
        server.wire.hears("q");
        assertThat(server.wire.said).containsExactly("sorry", "q");
    }

    @Test
    void takesNoAnswerForAConnectionThatIsGone() {
        Promise<List<byte[]>> answer = Promise.promise();
        Scripted server = new Scripted(
                SERVER, 1, (address, question, within) -> answer.future(), "[{'server': {'ask': 'here'}}]");
        server.wire.isClosed(Ending.RESET);
        answer.complete(List.of("late".getBytes(StandardCharsets.UTF_8)));
        assertThat(server.wire.said).isEmpty();
        assertThat(server.outcome().summary()).contains("expected a peer that reads, got RST");
    }

    @Test
    void whoListensToAnAnswerThatIsAskedForTakesAnyRecord() {
        Scripted client = new Scripted(CLIENT, "[{'server': {'ask': 'here'}}, {'close': 'server'}]");
        client.wire.hears("whatever").peerEnds();
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().passed()).isTrue();
    }

    @Test
    void failsWhenItIsStoppedBeforeTheEnd() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'a'}]");
        client.pass("0.007S");
        client.conversation.abandon();
        assertThat(client.outcome().summary()).endsWith("script[0]: expected \"a\", got a stop of our own after 7ms");
        assertThat(client.wire.cut).isTrue();
        assertThat(client.wire.time.set()).isZero();
    }

    @Test
    void whatTheWireFailedOfIsNoTimeOutAndNoStop() {
        Scripted server = new Scripted(SERVER, "[{'client': 'a'}]");
        server.pass("0.007S");
        server.wire.fails(Ending.LIMIT, "too much");
        server.pass("5S");
        server.conversation.abandon();
        server.wire.isClosed(Ending.LIMIT);
        assertThat(server.outcome().summary()).endsWith("script[0]: expected \"a\", got too much after 7ms");
        assertThat(server.wire.time.set()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'server': '{a}', 'after': '1s'}, {'server': 'b'}",
                "{'server': '{a}', 'delivery': {'glue': true}}, {'server': 'b'}",
                "{'server': ['{a}', 'b'], 'delivery': {'bytes': 2, 'every': '1s'}}",
                "{'server': '{a}', 'delivery': {'cut': 1}}"
            })
    void aLineThatCannotBeSaidIsTheLastStep(String steps) {
        Scripted server =
                new Scripted(SERVER, "[{'client': {'pattern': '(?<a>.*)', 'say': 'a'}}, %s]".formatted(steps));
        server.wire.longest = 3;
        server.wire.hears("long");
        server.pass("5S");
        server.wire.isClosed(Ending.BROKEN);
        assertThat(server.wire.said).isEmpty();
        assertThat(server.wire.lost).isEqualTo(1);
        assertThat(server.outcome().summary())
                .contains("script[1]: expected a record that its framing can carry, got a record that is too long");
    }

    @Test
    void hearsNothingWhileItPauses() {
        Scripted client = new Scripted(CLIENT, "[{'pause': '1s', 'by': 'client'}, {'server': 'a'}]");
        client.wire.hears("a");
        assertThat(client.wire.records).isZero();
        client.pass("1S");
        assertThat(client.wire.records).isEqualTo(1);
    }

    @Test
    void takesAsLongAsItTook() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'a'}, {'close': 'server'}]");
        client.pass("2S");
        client.wire.hears("a").peerEnds();
        client.wire.isClosed(Ending.FIN);
        assertThat(client.outcome().took()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theSameSeedWaitsTheSameOnTheSameConnection() {
        String script = "[{'repeat': 20, 'do': [{'server': 'a', 'after': {'from': '1ms', 'to': '1h'}}]}]";
        assertThat(waits(script, 1)).hasSize(20).isEqualTo(waits(script, 1)).isNotEqualTo(waits(script, 2));
    }

    private static List<Long> waits(String script, long number) {
        List<Long> moments = new ArrayList<>();
        FakeWire wire = new FakeWire();
        Observer observer = new Observer() {
            @Override
            public void said(String peer, Out out, int from) {
                moments.add(wire.time.now());
            }
        };
        Scripted.script(script).begin(wire, new Setting(SERVER, number, 7, observer, Asker.nobody()));
        wire.time.pass(Duration.ofHours(24));
        return moments;
    }

    @Test
    void anEndThatWasAskedForDisturbsNoQuietAndNoReset() {
        Scripted server = new Scripted(
                SERVER, "[{'end': 'client'}, {'quiet': 'client', 'for': '1s'}, {'server': 'b'}, {'reset': 'client'}]");
        server.wire.peerEnds();
        assertThat(server.wire.said).isEmpty();
        server.pass("1S");
        assertThat(server.wire.said).containsExactly("b");
        server.wire.isClosed(Ending.RESET);
        assertThat(server.outcome().passed()).isTrue();
    }

    @Test
    void whatAnOptionalLineWasNotAboutIsNotForgotten() {
        Scripted client = new Scripted(CLIENT, "[{'server': 'news', 'optional': true}, {'reset': 'client'}]");
        client.wire.hears("nonsense");
        assertThat(client.outcome().summary()).contains("expected nothing more, got \"nonsense\"");
    }

    @Test
    void theListenerGrantsTheTimeOfAQuestion() {
        Scripted client = new Scripted(CLIENT, "[{'server': {'ask': 'x', 'within': '10s'}}]");
        client.pass("14.999S");
        assertThat(client.decided()).isFalse();
        client.pass("0.001S");
        assertThat(client.decided()).isTrue();
    }
}
