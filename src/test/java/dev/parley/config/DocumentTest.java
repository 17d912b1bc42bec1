package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            ``                  → c: expected one JSON object, got nothing
            `  `                → c: expected one JSON object, got nothing
            []                  → c: expected one JSON object, got an array
            5                   → c: expected one JSON object, got 5
            "text"              → c: expected one JSON object, got "text"
            null                → c: expected one JSON object, got null
            {"a": 1} {}         → c:1:10: expected nothing after the JSON, got more of it
            {"a": 1} x          → c:1:11: expected JSON, got a fault: unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            {"a": 1, "a": 2}    → c:1:13: expected JSON, got the key "a" a second time
            {"a": {"b": 1, "b": 2}} → c:1:19: expected JSON, got the key "b" a second time
            {"a": 1,}           → c:1:9: expected JSON, got a fault: unexpected character ('}' (code 125)): was expecting double-quote to start field name
            {a: 1}              → c:1:2: expected JSON, got a fault: unexpected character ('a' (code 97)): was expecting double-quote to start field name
            {"a": [1, 2         → c:1:12: expected JSON, got a fault: unexpected end-of-input: expected close marker for Array
            // {}               → c:1:1: expected JSON, got a fault: unexpected character ('/' (code 47)): maybe a (non-standard) comment?
            {"a": NaN}          → c:1:10: expected JSON, got a fault: non-standard token 'NaN'
            """)
    void refusesWhatIsNotOneObject(String json, String message) {
        assertThatThrownBy(() -> Document.parse(json, "c", Overlays.none()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void tellsLineAndColumnOfABrokenLine() {
        String json = """
                {
                  "server": {
                    "port": 80x
                  }
                }""";
        assertThatThrownBy(() -> Document.parse(json, "c", Overlays.none()))
                .hasMessageStartingWith("c:3:15: expected JSON, got a fault: ");
    }

    @Test
    void refusesWhatIsTooDeepOrTooLongInOneLine() {
        for (String value : new String[] {"[".repeat(2000), "9".repeat(2000)}) {
            assertThatThrownBy(() -> Document.parse("{\"a\": " + value, "c", Overlays.none()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("c")
                    .hasMessageContaining(": expected JSON, got ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void takesAHundredLevelsAndNoMoreSoThatNoStackOverflows() {
        Document.parse("{\"a\": " + "[".repeat(99) + "]".repeat(99) + "}", "c", Overlays.none());
        assertThatThrownBy(() -> Document.parse("{\"a\": " + "[".repeat(100), "c", Overlays.none()))
                .hasMessage("c: expected JSON, got more than 100 levels of it");
    }

    @Test
    void tellsWhatIsWrongWithAFile() throws IOException {
        Path missing = directory.resolve("missing.json");
        assertThatThrownBy(() -> Document.read(missing, Overlays.none()))
                .hasMessage(missing + ": expected a file, got nothing of that name");
        assertThatThrownBy(() -> Document.read(directory, Overlays.none()))
                .hasMessage(directory + ": expected a file, got a directory");
        Path empty = file(new byte[0]);
        assertThatThrownBy(() -> Document.read(empty, Overlays.none()))
                .hasMessage(empty + ": expected one JSON object, got nothing");
        Path latin = file("{\"a\": \"č\"}".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> Document.read(latin, Overlays.none()))
                .hasMessage(latin + ": expected UTF-8 text, got other bytes");
    }

    @Test
    void tellsThatAFileMayNotBeRead() throws IOException {
        Path file = file("{}".getBytes(StandardCharsets.UTF_8));
        assumeThat(file.toFile().setReadable(false) && !Files.isReadable(file))
                .as("files can be made unreadable for this user")
                .isTrue();
        assertThatThrownBy(() -> Document.read(file, Overlays.none()))
                .hasMessage(file + ": expected a readable file, got no permission");
    }

    @Test
    void readsAFileWithAByteOrderMark() throws IOException {
        Document document =
                Document.read(file("\uFEFF{\"a\": \"č\"}".getBytes(StandardCharsets.UTF_8)), Overlays.none());
        assertThat(document.json()).isEqualTo(new JsonObject().put("a", "č"));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "c", ".json"), bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            {}               → server: expected a section, got nothing (was -conf read?)
            {"server": null} → c:1:12: server: expected a section, got null
            {"server": 5}    → c:1:12: server: expected a section, got 5
            {"server": []}   → c:1:12: server: expected a section, got an array
            """)
    void refusesASectionThatIsNone(String json, String message) {
        assertThatThrownBy(() -> Document.parse(json, "c", Overlays.none()).section("server", section -> section))
                .hasMessage(message);
    }

    @Test
    void anEmptySectionIsOne() {
        assertThat((Object)
                        Document.parse("{\"server\": {}}", "c", Overlays.none()).section("server", section -> section))
                .isNotNull();
    }

    @Test
    void tellsAllProblemsOfSeveralSectionsAtOnce() {
        Document document = Document.parse("""
                {
                  "a": {"port": 70000, "prot": 1},
                  "b": {"port": "80x"}
                }""", "c", Overlays.none());
        document.read("a", section -> section.integer("port", 0, 0, 65535, "a port"));
        document.read("b", section -> section.integer("port", 0, 0, 65535, "a port"));
        assertThatThrownBy(document::check).hasMessage("""
                        c:2:17: a.port: expected a port from 0 to 65535, got 70000
                        c:2:24: a.prot: unknown key, the nearest known one is "port"
                        c:3:17: b.port: expected a port from 0 to 65535, got "80x\"""");
    }

    @ParameterizedTest
    @CsvSource({"20, 20, ''", "21, 21, … and 1 more problem", "25, 21, … and 5 more problems"})
    void tellsTwentyProblemsAndCountsTheRest(int problems, int lines, String last) {
        String keys =
                IntStream.range(0, problems).mapToObj(i -> "\"k" + i + "\": 1").collect(Collectors.joining(", "));
        assertThatThrownBy(() -> Document.parse("{\"a\": {" + keys + "}}", "c", Overlays.none())
                        .section("a", section -> section))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .hasSize(lines)
                        .last()
                        .asString()
                        .isEqualTo(last.isEmpty() ? "c:1:188: a.k19: unknown key" : last));
    }

    @Test
    void aVerticlesConfigHasNoPlaces() {
        assertThatThrownBy(() -> Document.of(new JsonObject().put("a", new JsonObject().put("x", 1)))
                        .section("a", section -> section.host("y", "")))
                .hasMessage("a.x: unknown key, the nearest known one is \"y\"");
        assertThatThrownBy(() -> Document.of(new JsonObject()).section("a", section -> section))
                .hasMessage("a: expected a section, got nothing (was -conf read?)");
    }

    @Test
    void theCommandLineIsLaidOverTheFile() {
        Overlays overlays = new Overlays(Map.of("PARLEY_A_X", "5", "PARLEY_A_Y", "6"), new Properties());
        overlays.lay("a.x", "7", "URL");
        overlays.hide("a.y");
        Document document = Document.parse("{\"a\": {\"x\": 1, \"y\": 2}}", "c", overlays);
        List<Integer> read = document.section(
                "a",
                section -> List.of(section.integer("x", 0, 0, 9, "a digit"), section.integer("y", 0, 0, 9, "a digit")));
        assertThat(read).containsExactly(7, 0);
        assertThat(document.json().encode()).isEqualTo("{\"a\":{\"x\":7}}");

        overlays.lay("a.x", "soon", "URL");
        Document wrong = Document.parse("{}", "c", overlays);
        assertThatThrownBy(() -> wrong.section("a", section -> section.integer("x", 0, 0, 9, "a digit")))
                .hasMessageStartingWith("URL: a.x: expected a digit from 0 to 9, got \"soon\"");
    }

    @Test
    void knowsTheKeysThatWereAskedFor() {
        Document document = Document.parse("{\"a\": {}}", "c", Overlays.none());
        document.section("a", section -> section.host("x", ""));
        assertThat(document.known()).containsExactlyInAnyOrder("a", "a.x");
    }
}
