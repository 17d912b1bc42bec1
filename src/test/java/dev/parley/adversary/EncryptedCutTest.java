package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.Authority;
import dev.parley.testkit.Fault;
import dev.parley.testkit.FaultProxy;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A talk over TLS that the network slices, delays or resets: nobody hears what was not said, or misses what nobody tells. */
@Timeout(120)
class EncryptedCutTest {
    static final List<List<Fault>> SLOW = List.of(
            List.of(new Fault.Slicer(1)),
            List.of(new Fault.Latency(Duration.ofMillis(30))),
            List.of(new Fault.Slicer(200), new Fault.Latency(Duration.ofMillis(5))));

    private static final int NAMES = 20;
    private static final String GREETING = "Welcome!";

    private static JsonObject shown;
    private static JsonObject trusted;

    @RegisterExtension
    final Stage stage = new Stage();

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        Authority authority = new Authority(directory);
        shown = authority.issue("good", "ip:127.0.0.1").shown();
        trusted = authority.trusted();
    }

    /** From the first byte of the handshake to some that are never said. */
    static IntStream places() {
        return IntStream.iterate(1, after -> after < 2500, after -> after + 127);
    }

    @ParameterizedTest
    @FieldSource("SLOW")
    void isHeardToItsEndHoweverSlowly(List<Fault> faults) throws Exception {
        Served server = serve();
        try (FaultProxy proxy = new FaultProxy(server.port(), faults, faults)) {
            Outcome outcome = play(proxy.port());
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
        assertThat(stage.said().lines()).isEqualTo(answers());
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 20 records, 0 replies lost.");
    }

    @ParameterizedTest
    @MethodSource("places")
    void tellsWhatIsMissingWhereItsServerWasReset(int after) throws Exception {
        Served server = serve();
        try (FaultProxy proxy = FaultProxy.down(server.port(), new Fault.ResetPeer(after))) {
            assertTold(play(proxy.port()), server);
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void tellsWhatIsMissingWhereItsClientWasReset(int after) throws Exception {
        Served server = serve();
        try (FaultProxy proxy = FaultProxy.up(server.port(), new Fault.ResetPeer(after))) {
            assertTold(play(proxy.port()), server);
        }
    }

    /** What was heard is a beginning of what was said, the verdict names the next, and the server's sum has room for both. */
    private void assertTold(Outcome outcome, Served server) throws Exception {
        List<String> heard = stage.said().lines().toList();
        assertThat(heard).isEqualTo(answers().stream().limit(heard.size()).toList());
        assertThat(outcome.passed() ? "passed" : outcome.summary()).containsAnyOf(verdicts(heard.size()));

        Stage.await(() -> server.open() == 0);
        JsonObject stats = server.stats();
        int records = stats.getJsonObject("records").getInteger("in");
        int greeted = Math.min(1, heard.size());
        assertThat(records - stats.getInteger("repliesLost"))
                .as(stats.encode())
                .isBetween(heard.size() - greeted, NAMES);
        assertThat(records).as(stats.encode()).isLessThanOrEqualTo(Math.min(NAMES, heard.size() - greeted + 1));
    }

    private static String[] verdicts(int heard) {
        if (heard == 0) {
            return new String[] {"cannot connect to ", "greeting: expected \"" + GREETING + "\", got RST after "};
        }
        if (heard == NAMES + 1) {
            return new String[] {"passed", "the end: expected the peer's end, got RST after "};
        }
        return new String[] {
            "answer to \"%s\": expected \"%s\", got RST after "
                    .formatted(Ledger.name(1, heard - 1), answers().get(heard))
        };
    }

    private static List<String> names() {
        return IntStream.range(0, NAMES).mapToObj(n -> Ledger.name(1, n)).toList();
    }

    private static List<String> answers() {
        return Stream.concat(Stream.of(GREETING), names().stream().map(name -> "Hello, " + name + "!"))
                .toList();
    }

    private Served serve() throws Exception {
        return stage.serve(
                new JsonObject().put("delay", "1ms").put("tls", shown).encode());
    }

    private Outcome play(int port) throws Exception {
        return stage.play(
                new JsonObject()
                        .put("names", new JsonArray(names()))
                        .put("greeting", GREETING)
                        .put("expect", "Hello, {name}!")
                        .put("tls", trusted)
                        .encode(),
                port);
    }
}
