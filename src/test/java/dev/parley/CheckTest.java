package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.report.Outcome;
import dev.parley.testkit.Stage;
import io.vertx.core.DeploymentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts played against themselves and against others. */
@Timeout(60)
class CheckTest {
    private static final Path SCRIPTS = Path.of("conf", "scripts");
    /** What a side says, in a file that has a step on each line. */
    private static final Pattern SAID = Pattern.compile("\"(server|client)\": (\"|.*\\{ \"hex\": \")");

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path directory;

    static Stream<Path> plays() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(CheckTest::isPlay).sorted().toList().stream();
        }
    }

    private static boolean isPlay(Path file) {
        try {
            JsonNode tree = Schema.parse(Files.readString(file));
            return tree.has("script");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("plays")
    void aPlayPassesAgainstItself(Path play) throws Exception {
        Outcome outcome = check(play, play);

        assertThat(outcome.passed()).as(outcome.summary()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("plays")
    void aPlayFailsAtEachLineThatIsChangedInOneOfItsCopies(Path play) throws Exception {
        List<String> lines = Files.readAllLines(play);
        int changed = 0;
        for (int i = 0; i < lines.size(); i++) {
            Matcher said = SAID.matcher(lines.get(i));
            if (said.find()) {
                List<String> copy = new ArrayList<>(lines);
                // Within hex, two more digits are one more byte; within text, two more letters.
                copy.set(
                        i,
                        new StringBuilder(lines.get(i)).insert(said.end(), "00").toString());
                Path other = directory.resolve("changed-" + i + ".json");
                Files.write(other, copy);
                Outcome outcome = check(play, other);
                assertThat(outcome.summary()).contains(".json:" + (i + 1) + ":");
                changed++;
            }
        }
        assertThat(changed).isPositive();
    }

    /** Each way to send four lines, and one that is cut; the client is the one who is tortured, then the server. */
    static Stream<String> deliveries() {
        String record = "one, two"; // 9 bytes with its line end
        List<String> deliveries = new ArrayList<>(List.of("{\"bytes\": 1, \"every\": \"1ms\"}", "{\"glue\": true}"));
        for (int at = 1; at <= record.length(); at++) {
            deliveries.add("{\"split\": [" + at + "], \"every\": \"2ms\"}");
            deliveries.add("{\"cut\": " + (at - 1) + "}");
        }
        deliveries.add("{\"cut\": 4, \"then\": \"reset\"}");
        return deliveries.stream();
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void aCorrectPeerBearsEveryDelivery(String delivery) throws Exception {
        for (String side : List.of("server", "client")) {
            boolean cut = delivery.contains("cut");
            Path script = write("torture.json", """
                    { "framing": "line", "script": [
                      { "OTHER": "ready" },
                      { "SIDE": "first" },
                      { "SIDE": "one, two", "delivery": DELIVERY }
                      REST ] }""".replace("SIDE", side)
                    .replace("OTHER", side.equals("server") ? "client" : "server")
                    .replace("DELIVERY", delivery)
                    .replace("REST", cut ? "" : ", { \"" + side + "\": \"last\" }"));
            Outcome outcome = check(script, script);

            assertThat(outcome.passed()).as(side + " " + outcome.summary()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"cut": 4} | {"cut": 3} | expected "one," unfinished, then FIN, got "one" unfinished, then FIN
            {"cut": 4} | {"bytes": 1, "every": "1ms"} | expected "one," unfinished, then FIN, got "one, two" after
            {"cut": 4, "then": "reset"} | {"cut": 4} | expected "one," unfinished, then RST, got "one," unfinished, then FIN
            {"bytes": 3} | {"cut": 5} | expected "one, two", got "one, " unfinished, then FIN
            """)
    void tellsOneEndFromAnother(String expected, String delivered, String verdict) throws Exception {
        String script = "{ \"script\": [ { \"client\": \"one, two\", \"delivery\": DELIVERY } ] }";
        Path serve = write("serve.json", script.replace("DELIVERY", expected));
        Path speak = write("speak.json", script.replace("DELIVERY", delivered));

        assertThat(check(serve, speak).summary()).contains(verdict);
    }

    @Test
    void everyFramingOfAScriptIsOneForBothSides() throws Exception {
        for (String framing : List.of(
                "\"line\"",
                "\"crlf\"",
                "{\"delimiter\": {\"hex\": \"00ff\"}}",
                "{\"fixed\": 8, \"pad\": 0}",
                "{\"length\": {\"bytes\": 4, \"order\": \"little\", \"counts\": \"all\"}}",
                "{\"in\": \"line\", \"out\": {\"length\": {\"bytes\": 1}}}")) {
            Path script = write("framing.json", """
                    { "framing": FRAMING, "script": [
                      { "client": "ping" }, { "server": ["pong", "pung"], "delivery": {"bytes": 3, "every": "1ms"} },
                      { "client": "bye", "delivery": {"split": [1, 2], "every": "1ms"} }, { "close": "server" } ] }""".replace("FRAMING", framing));
            Outcome outcome = check(script, script);

            assertThat(outcome.passed()).as(framing + " " + outcome.summary()).isTrue();
        }
    }

    @Test
    void everyKindOfStepPassesAgainstItself() throws Exception {
        Path script = write("all.json", """
                { "vars": { "who": "Ada" },
                  "script": [
                    { "server": "hello {vars.who}, {peer} {connection}", "after": { "from": 0, "to": "20ms" } },
                    { "client": { "pattern": "(?<word>[a-z]+) .*", "say": "login now" }, "within": "3s" },
                    { "server": "{word}? {record}", "delivery": { "split": [2, 5] } },
                    { "client": "maybe", "optional": true },
                    { "repeat": 3, "do": [ { "client": "a" }, { "server": "{count}" } ] },
                    { "pause": "20ms", "by": "client" },
                    { "quiet": "client", "for": "50ms" },
                    { "client": ["b", { "hex": "00ff" }] },
                    { "end": "client" },
                    { "server": "c" },
                    { "close": "server" } ] }""");
        Outcome outcome = check(script, script);

        assertThat(outcome.passed()).as(String.join("\n", outcome.report())).isTrue();
    }

    @Test
    void aResetPassesAgainstItself() throws Exception {
        for (String side : List.of("server", "client")) {
            Path script = write("reset.json", """
                    { "script": [ { "client": "a" }, { "server": "b" }, { "reset": "%s" } ] }""".formatted(side));
            Outcome outcome = check(script, script);

            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
        }
    }

    private Path write(String name, String json) throws IOException {
        return Files.writeString(directory.resolve(name), json);
    }

    private Outcome check(Path serve, Path speak) throws Exception {
        CheckVerticle check = new CheckVerticle();
        DeploymentOptions options =
                new DeploymentOptions().setConfig(Configuration.ofCheck(List.of(serve.toString(), speak.toString())));
        return Stage.await(stage.vertx()
                .deployVerticle(check, options)
                .compose(id -> check.outcome().eventually(() -> stage.vertx().undeploy(id))));
    }

    @Test
    void aRecordThatDoesNotFitItsFramingIsToldWhereItIsNotKnownBefore() throws Exception {
        Path script = write("fit.json", """
                { "framing": { "fixed": 2 }, "script": [
                  { "each": { "word": ["abcd"] }, "do": [ { "server": "{word}" } ] } ] }""");

        assertThat(check(script, script).summary()).contains("a record of 4 bytes for a fixed size of 2");
    }

    @Test
    void aCutIsToldApartBeyondWhatIsShown() throws Exception {
        String script = "{ \"script\": [ { \"client\": \"%s\", \"delivery\": { \"cut\": 200 } } ] }";
        Path serve = write("serve.json", script.formatted("a".repeat(300)));
        Path speak = write("speak.json", script.formatted("a".repeat(150) + "b" + "a".repeat(149)));

        assertThat(check(serve, serve).passed()).isTrue();
        assertThat(check(serve, speak).passed()).isFalse();
    }
}
