package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each question that can be asked of a value, with what it takes and what it refuses. */
class ValueTest {
    private static final Map<String, Function<Value, Object>> QUESTIONS = Map.of(
            "text", value -> value.text("a name"),
            "integer", value -> value.integer(-1, 10, "a number from -1 to 10"),
            "duration", value -> value.duration(Duration.ZERO),
            "wait", value -> value.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            "size", value -> value.size(1, 64 * 1024),
            "bytes", value -> new String(value.bytes(), StandardCharsets.UTF_8),
            "list",
                    value -> value.list("a list of names").stream()
                            .map(name -> name.text("a name"))
                            .toList(),
            "section", value -> value.section("a section", section -> section.host("x", "none"), () -> "absent"),
            "off", Value::off);

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            text     → "a"          → a
            text     → ""           → ``
            integer  → 10           → 10
            integer  → -1           → -1
            duration → "250ms"      → PT0.25S
            duration → 0            → PT0S
            duration → "8760h"      → PT8760H
            wait     → "1ms"        → PT0.001S
            wait     → "60s"        → PT1M
            size     → 1            → 1
            size     → "64KiB"      → 65536
            bytes    → "č\\n"       → `č\n`
            bytes    → ""           → ``
            bytes    → {"hex": "4142"} → AB
            bytes    → {"hex": "c48D"} → č
            bytes    → {"base64": "QUI="} → AB
            bytes    → "{"          → {
            list     → ["a", "b"]   → [a, b]
            list     → []           → []
            section  → {"x": "y"}   → y
            section  → {}           → none
            off      → false        → true
            off      → true         → false
            off      → "false"      → false
            off      → null         → false
            off      → 0            → false
            """)
    void takes(String question, String json, String answer) {
        assertThat(problems(question, json)).isEmpty();
        assertThat(ask(question, json)).hasToString(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            text     → 5            → a.v: expected a name, got 5
            text     → null         → a.v: expected a name, got null
            text     → ["a"]        → a.v: expected a name, got an array
            integer  → 11           → a.v: expected a number from -1 to 10, got 11
            integer  → -2           → a.v: expected a number from -1 to 10, got -2
            integer  → "5"          → a.v: expected a number from -1 to 10, got "5"
            integer  → 5.0          → a.v: expected a number from -1 to 10, got 5.0
            integer  → 1e1          → a.v: expected a number from -1 to 10, got 1E+1
            integer  → 4294967297   → a.v: expected a number from -1 to 10, got 4294967297
            integer  → "\\ud800"     → a.v: expected text, got half of a surrogate pair in it
            integer  → true         → a.v: expected a number from -1 to 10, got true
            duration → "soon"       → a.v: expected a duration such as "250ms", "1s", "5m" or 0, got "soon"
            duration → -5           → a.v: expected a duration such as "250ms", "1s", "5m" or 0, got -5
            duration → 5            → a.v: expected a duration such as "250ms", "1s", "5m" or 0, got 5
            duration → "0"          → a.v: expected a duration such as "250ms", "1s", "5m" or 0, got "0"
            duration → {}           → a.v: expected a duration such as "250ms", "1s", "5m" or 0, got an object
            duration → "8761h"      → a.v: expected a duration of at most 8760h, got "8761h"
            wait     → "soon"       → a.v: expected a duration such as "250ms", "1s", "5m", got "soon"
            wait     → 0            → a.v: expected a duration of at least 1ms, got 0
            wait     → "61s"        → a.v: expected a duration of at most 1m, got "61s"
            size     → 0            → a.v: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got 0
            size     → 65537        → a.v: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got 65537
            size     → "65KiB"      → a.v: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got "65KiB"
            size     → "lots"       → a.v: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got "lots"
            size     → 1.5          → a.v: expected a size from 1 to 64KiB, such as 1024 or "64KiB", got 1.5
            bytes    → 5            → a.v: expected text, {"hex": …} or {"base64": …}, got 5
            bytes    → null         → a.v: expected text, {"hex": …} or {"base64": …}, got null
            bytes    → {}           → a.v: expected text, {"hex": …} or {"base64": …}, got an object
            bytes    → {"hex": "0"} → a.v.hex: expected hex digits in pairs, got "0"
            bytes    → {"hex": "zz"} → a.v.hex: expected hex digits in pairs, got "zz"
            bytes    → {"hex": 41}  → a.v.hex: expected hex digits in pairs, got 41
            bytes    → {"base64": "!"} → a.v.base64: expected base64, got "!"
            bytes    → {"hex": "", "base64": ""} → a.v: expected text, {"hex": …} or {"base64": …}, got an object
            bytes    → {"hex": "41", "hax": 1} → a.v.hax: unknown key, the nearest known one is "hex"
            list     → "a"          → a.v: expected a list of names, got "a"
            list     → {}           → a.v: expected a list of names, got an object
            list     → ["a", 5]     → a.v[1]: expected a name, got 5
            section  → "x"          → a.v: expected a section, got "x"
            section  → null         → a.v: expected a section, got null
            section  → {"y": 1}     → a.v.y: unknown key, the nearest known one is "x"
            """)
    void refuses(String question, String json, String message) {
        assertThat(problems(question, json)).containsExactly(message);
    }

    private static List<String> problems(String question, String json) {
        return Problems.of(
                "a", "{\"v\": " + json + "}", section -> QUESTIONS.get(question).apply(section.get("v")));
    }

    private static Object ask(String question, String json) {
        return Document.parse("{\"a\": {\"v\": " + json + "}}", "c", Overlays.none())
                .section("a", section -> QUESTIONS.get(question).apply(section.get("v")));
    }

    @Test
    void cutsALongValueShort() {
        assertThat(problems("integer", '"' + "x".repeat(100) + '"'))
                .containsExactly("a.v: expected a number from -1 to 10, got \"" + "x".repeat(59) + "…");
    }

    @Test
    void oneThatIsAbsentCanHaveAnother() {
        assertThat(Problems.of("a", "{}", section -> {
                    assertThat(section.get("v").absent()).isTrue();
                    assertThat(section.get("v").or("other").text("text")).isEqualTo("other");
                    assertThat(QUESTIONS.get("section").apply(section.get("v"))).isEqualTo("absent");
                    return section;
                }))
                .isEmpty();
    }

    @Test
    void aFileIsRelativeToTheConfigurationAndAbsoluteAfterwards(@TempDir Path directory) throws Exception {
        Path config = Files.writeString(
                directory.resolve("c.json"), "{\"a\": {\"v\": \"tls/../my.pem\", \"w\": \"/etc/its.pem\", \"x\": 5}}");
        Document document = Document.read(config, Overlays.none());
        document.read("a", section -> {
            assertThat(section.get("v").file()).contains(directory.resolve("my.pem"));
            assertThat(section.get("w").file()).contains(Path.of("/etc/its.pem"));
            return section.get("x").file();
        });
        assertThat(document.json().getJsonObject("a").getMap())
                .containsEntry("v", directory.resolve("my.pem").toString())
                .containsEntry("w", "/etc/its.pem")
                .containsEntry("x", 5);
        assertThatThrownBy(document::check).hasMessage(config + ":1:56: a.x: expected a file's path, got 5");
    }
}
