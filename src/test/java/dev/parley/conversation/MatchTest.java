package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.ConfigException;
import dev.parley.config.Document;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchTest {
    private static final int LONGEST = 100;

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            "exit"                                  | exit          | true
            "exit"                                  | Exit          | false
            "exit"                                  | exit.         | false
            {"prefix": "NO"}                        | NOOP          | true
            {"prefix": "NO"}                        | noop          | false
            {"prefix": "NO", "ignoreCase": true}    | noop          | true
            {"prefix": "NOOP!"}                     | NOOP          | false
            {"suffix": "op"}                        | noop          | true
            {"suffix": "OP", "ignoreCase": true}    | noop          | true
            {"suffix": "op"}                        | noo           | false
            {"contains": "oo"}                      | noop          | true
            {"contains": "OO", "ignoreCase": true}  | noop          | true
            {"contains": "ooo"}                     | noop          | false
            {"hex": "6e6f"}                         | no            | true
            {"hex": "6e6f"}                         | noo           | false
            {"hex": "6f6f", "at": 1}                | noop          | true
            {"hex": "6f6f", "at": 2}                | noop          | false
            {"hex": "6f6f", "at": 3}                | noop          | false
            {"pattern": "n(o+)p"}                   | noop          | true
            {"pattern": "n(o+)"}                    | noop          | false
            {"pattern": "N.*P", "ignoreCase": true} | noop          | true
            {"json": {"cmd": "ping", "n": 1}}       | {"n": 1.0, "cmd": "ping", "x": null} | true
            {"json": {"cmd": "ping"}}               | {"cmd": "pong"} | false
            {"json": {"cmd": "ping"}}               | {"cmd":       | false
            {"json": {"cmd": "ping"}}               | 5             | false
            {"not": "exit"}                         | exit          | false
            {"not": {"prefix": "e"}}                | quit          | true
            ["quit", {"prefix": "ex"}]              | exit          | true
            ["quit", {"prefix": "ex"}]              | stay          | false
            """)
    void isForTheRecord(String json, String record, boolean expected) {
        assertThat(read(json).matches(span(record), new Captures())).isEqualTo(expected);
    }

    @Test
    void catchesGroups() {
        Captures captures = new Captures();
        assertThat(read("{\"pattern\": \"EHLO (?<host>\\\\S+)( (?<more>x))?\"}").matches(span("EHLO a.b"), captures))
                .isTrue();
        assertThat(caught(captures, "host")).isEqualTo("a.b");
        assertThat(caught(captures, "more")).isEmpty();
    }

    @Test
    void triesNoPatternOnWhatIsTooLong() {
        Match match = read("{\"pattern\": \".*\"}");
        assertThat(match.matches(span("x".repeat(LONGEST)), new Captures())).isTrue();
        assertThat(match.matches(span("x".repeat(LONGEST + 1)), new Captures())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5                                | on: expected text, a list of matches, or an object with one of "prefix"
            {}                               | on: expected text, a list of matches, or an object with one of "prefix"
            {"prefix": "a", "suffix": "b"}   | on: expected text, a list of matches, or an object with one of "prefix"
            {"prefx": "a"}                   | on.prefx: unknown key, the nearest known one is "prefix"
            {"hex": "0"}                     | on.hex: expected hex digits in pairs, got "0"
            {"prefix": "a", "at": 1}         | on.at: expected "at" together with "hex"
            {"hex": "00", "at": -1}          | on.at: expected an offset, got -1
            {"hex": "00", "ignoreCase": true} | on.ignoreCase: expected "ignoreCase" together with
            {"prefix": "a", "ignoreCase": 1} | on.ignoreCase: expected true or false, got 1
            {"json": []}                     | on.json: expected an object of members, got an array
            {"pattern": "(a"}                | on.pattern: expected a pattern that can be matched in linear time (RE2), got missing closing )
            {"pattern": "(?=a)"}             | on.pattern: expected a pattern that can be matched in linear time (RE2), got
            {"pattern": "(a)\\\\1"}            | on.pattern: expected a pattern that can be matched in linear time (RE2), got
            """)
    void isRefused(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ConfigException.class).hasMessageContaining(message);
    }

    private static Match read(String json) {
        Document document = Document.of(new JsonObject("{\"on\": " + json + "}"));
        Match match = Match.read(document.root().get("on"), LONGEST);
        document.check();
        return match;
    }

    private static String caught(Captures captures, String group) {
        Out out = new Out();
        captures.append(group, out);
        return new String(out.copy(), StandardCharsets.UTF_8);
    }

    private static Span span(String text) {
        return new Span(text.getBytes(StandardCharsets.UTF_8));
    }
}
