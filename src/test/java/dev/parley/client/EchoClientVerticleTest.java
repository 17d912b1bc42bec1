package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.BlackHole;
import dev.parley.testkit.ScriptedServer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client says, what it makes of the answers, and how it words what went wrong. */
@Timeout(60)
class EchoClientVerticleTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void holdsTheTutorialsConversation() throws Exception {
        Served server = stage.serve("{\"delay\": \"10ms\"}");
        Promise<JsonObject> announced = Promise.promise();
        stage.vertx()
                .eventBus()
                .<JsonObject>localConsumer(EchoClientVerticle.OUTCOME, message -> announced.complete(message.body()));

        Outcome outcome = stage.play("{'expect': 'Hello, {name}!'}", server.port());

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(stage.said()).isEqualTo("Welcome!\nHello, Michael!\nHello, Tracy!\nHello, Sarah!\n");
        assertThat(Stage.await(announced.future())).isEqualTo(outcome.toJson());
        assertThat(outcome.toJson().getInteger("records")).isEqualTo(4);
    }

    @Test
    void saysItsOwnNamesAndFarewell() throws Exception {
        try (ScriptedServer server = ScriptedServer.with(peer -> {
            peer.says("220 hi\n").hears("Ada\n").says("1\n").hears("{name}\n").says("2\n");
            peer.hears("bye\n").hearsTheEnd();
        })) {
            Outcome outcome = stage.play(
                    "{'names': ['Ada', '{name}'], 'greeting': '220 hi', 'farewell': 'bye', 'patience': '2s'}",
                    server.port());
            assertThat(outcome.summary()).contains("the end: expected the peer's end, got a time-out after 2s");
            server.played();
        }
    }

    @Test
    void endsItsSideWhereThereIsNoFarewell() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.with(peer -> peer.hears("Ada\n").says("1\n").hearsTheEnd())) {
            Outcome outcome = stage.play("{'names': ['Ada'], 'greeting': false, 'farewell': false}", server.port());
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            server.played();
        }
        assertThat(stage.said()).isEqualTo("1\n");
    }

    @Test
    void pausesBetweenNames() throws Exception {
        Served server = stage.serve("{\"delay\": 0}");
        long began = System.nanoTime();
        Outcome outcome = stage.play("{'names': ['a', 'b', 'c'], 'pause': '150ms'}", server.port());
        assertThat(outcome.passed()).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isBetween(300L, 20_000L);
    }

    @Test
    void takesAnswersThatComeInPiecesOrTogether() throws Exception {
        try (ScriptedServer server = ScriptedServer.with(peer -> {
            for (byte b : "Welcome!\n".getBytes()) {
                peer.says(new byte[] {b});
            }
            peer.hears("a\n").says("Hello, a!\nHello, b!\n").hears("b\nexit\n");
        })) {
            Outcome outcome = stage.play("{'names': ['a', 'b'], 'expect': 'Hello, {name}!'}", server.port());
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            server.played();
        }
    }

    @Test
    void tellsWhichAnswerWasAnother() throws Exception {
        assertThat(failure(
                        "{'names': ['Al', 'Bo'], 'expect': 'Hello, {name}!'}",
                        peer -> peer.says("Welcome!\n")
                                .hears("Al\n")
                                .says("Hello, Al!\n")
                                .hears("Bo\n")
                                .says("Hello, B\u0007!\n")
                                .hearsToTheEnd()))
                .matches("client: 127.0.0.1:\\d+: answer to \"Bo\": expected \"Hello, Bo!\","
                        + " got \"Hello, B\\\\x07!\" after \\d+ms");
    }

    @Test
    void tellsWhenTheGreetingIsAnother() throws Exception {
        assertThat(failure(
                        "{'greeting': 'Welcome!'}",
                        peer -> peer.says("Go away!\n").hearsToTheEnd()))
                .matches("client: 127.0.0.1:\\d+: greeting: expected \"Welcome!\", got \"Go away!\" after \\d+ms");
    }

    @Test
    void tellsOfAFinBeforeInAndAfterTheGreeting() throws Exception {
        assertThat(failure("{}", peer -> {})).contains("greeting: expected a record, got FIN after ");
        assertThat(failure("{'framing': {'delimiter': '\\r\\n'}}", peer -> peer.says("Wel")))
                .contains("greeting: expected a record, got \"Wel\" unfinished, then FIN after ");
        assertThat(failure("{}", peer -> peer.says("Wel")))
                .contains("greeting: expected a record, got \"Wel\" unfinished, then FIN after ");
        assertThat(failure("{'names': ['Al']}", peer -> peer.says("Welcome!\n").hears("Al\n")))
                .contains("answer to \"Al\": expected a record, got FIN after ");
    }

    @Test
    void tellsOfAReset() throws Exception {
        assertThat(failure("{'names': ['Al']}", peer -> {
                    peer.says("Welcome!\n").hears("Al\n");
                    peer.resets();
                }))
                .contains("answer to \"Al\": expected a record, got RST after ");
    }

    @Test
    void losesItsPatienceWithASilentServer() throws Exception {
        assertThat(failure("{'patience': '1s'}", peer -> peer.says("Wel").hearsToTheEnd()))
                .contains("greeting: expected a record, got \"Wel\" unfinished, then a time-out after 1s");
        assertThat(failure(
                        "{'patience': '1500ms'}",
                        peer -> peer.says("Welcome!\n").hearsToTheEnd()))
                .contains("answer to \"Michael\": expected a record, got a time-out after 1500ms");
    }

    @Test
    void refusesAnEndlessRecord() throws Exception {
        assertThat(failure("{'limits': {'record': '1KiB'}}", peer -> {
                    peer.says("x".repeat(3000));
                    peer.hearsToTheEnd();
                }))
                .contains("a record longer than limits.record (1024 bytes)");
    }

    @Test
    void tellsAtOnceOfWhatDoesNotFitTheFraming() throws Exception {
        assertThat(failure("{'names': ['Ada'], 'framing': {'fixed': 4}}", peer -> {
                    peer.says("Hi!!");
                    peer.hearsToTheEnd();
                }))
                .contains("answer to \"Ada\": expected a record that its framing can carry,"
                        + " got a record of 3 bytes for a fixed size of 4 without \"pad\" after ");
        assertThat(failure("{'framing': {'length': {'bytes': 1, 'counts': 'all'}}}", peer -> {
                    peer.says(new byte[] {0});
                    peer.hearsToTheEnd();
                }))
                .contains("greeting: expected a record, got a length of 0 bytes, less than the 1 that tell it after ");
    }

    @Test
    void wantsNothingMoreThanItExpects() throws Exception {
        ScriptedServer.Part talkative = peer -> peer.says("Welcome!\n")
                .hears("Al\n")
                .says("Hello, Al!\n")
                .hears("exit\n")
                .says("Bye!\n");
        assertThat(failure("{'names': ['Al'], 'expect': 'Hello, {name}!'}", talkative))
                .contains("the end: expected the peer's end, got \"Bye!\" after ");
        try (ScriptedServer server = ScriptedServer.with(talkative)) {
            assertThat(stage.play("{'names': ['Al']}", server.port()).passed()).isTrue();
        }
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int port = ScriptedServer.deafPort();
        Outcome outcome = stage.play("{}", port);
        assertThat(outcome.summary()).isEqualTo("client: cannot connect to 127.0.0.1:" + port + ": Connection refused");
        assertThat(stage.log()).containsExactly(outcome.summary());
    }

    @Test
    void triesAgainWithBackOff() throws Exception {
        int port = ScriptedServer.deafPort();
        Outcome outcome = stage.play("{'retries': 2, 'backoff': '30ms'}", port);
        String refused = "client: cannot connect to 127.0.0.1:" + port + ": Connection refused";
        assertThat(stage.log())
                .containsExactly(refused + "; trying again in 30ms", refused + "; trying again in 60ms", refused);
        assertThat(outcome.passed()).isFalse();
    }

    @Test
    void succeedsOnceSomebodyListens() throws Exception {
        int port = ScriptedServer.deafPort();
        var playing = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
            try {
                return stage.play("{'retries': 50, 'backoff': '20ms'}", port);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stage.logged(line -> line.contains("trying again"));
        stage.serve("{\"delay\": 0, \"port\": %d}".formatted(port));
        assertThat(playing.get(20, TimeUnit.SECONDS).passed()).isTrue();
    }

    @Test
    void waitsForAConnectionNoLongerThanItShould() throws Exception {
        try (BlackHole nobody = new BlackHole()) {
            long began = System.nanoTime();
            assertThat(stage.play("{'connectTimeout': '200ms'}", nobody.port()).summary())
                    .isEqualTo("client: cannot connect to 127.0.0.1:" + nobody.port() + ": no answer within 200ms");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isBetween(200L, 10_000L);
        }
    }

    @Test
    void tellsThatAHostIsUnknown() throws Exception {
        assertThat(stage.play("{'host': 'no-such-host.invalid'}", 1).summary())
                .isEqualTo("client: unknown host \"no-such-host.invalid\"");
    }

    @Test
    void talksOverIpv6() throws Exception {
        Served server = stage.serve("{\"host\": \"::1\", \"delay\": 0}");
        Outcome outcome = stage.play("{'host': '::1'}", server.port());
        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        assertThat(outcome.summary()).startsWith("client: [::1]:" + server.port() + ": 4 records heard in ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'line'",
                "'crlf'",
                "'chunk'",
                "{'delimiter': '||'}",
                "{'delimiter': {'hex': '0d0a0d0a'}}",
                "{'delimiter': {'base64': 'AA=='}}",
                "{'fixed': 32, 'pad': ' '}",
                "{'length': {'bytes': 1}}",
                "{'length': {'bytes': 2, 'order': 'little'}}",
                "{'length': {'bytes': 4, 'counts': 'all'}}",
                "{'length': {'bytes': 8, 'order': 'little', 'counts': 'all'}}"
            })
    void talksInEveryFraming(String framing) throws Exception {
        Served server = stage.serve("{'delay': '5ms', 'framing': %s}".formatted(framing));
        Outcome outcome = stage.play("{'expect': 'Hello, {name}!', 'framing': %s}".formatted(framing), server.port());
        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
    }

    @Test
    void talksWithOneFramingEachWay() throws Exception {
        Served server = stage.serve("{'delay': 0, 'framing': {'in': {'fixed': 10, 'pad': 0}, 'out': 'crlf'}}");
        Outcome outcome = stage.play(
                "{'expect': 'Hello, {name}!', 'framing': {'in': 'line', 'out': {'fixed': 10, 'pad': 0}}}",
                server.port());
        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
    }

    private String failure(String section, ScriptedServer.Part part) throws Exception {
        try (ScriptedServer server = ScriptedServer.with(part)) {
            Outcome outcome = stage.play(section, server.port());
            assertThat(outcome.passed()).isFalse();
            assertThat(outcome.summary().lines()).hasSize(1);
            return outcome.summary();
        }
    }
}
