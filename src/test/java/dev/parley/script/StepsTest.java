package dev.parley.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.ConfigException;
import dev.parley.config.Document;
import dev.parley.conversation.Side;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts that are wrong: one line for each problem, with wish and fact. */
class StepsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            5                                                    | script: expected a list of steps, got 5
            []                                                   | script: expected at least one step, got none
            [5]                                                  | script[0]: expected a step: an object with one of "server", "client", "pause", "quiet", "end", "close", "reset", "each", "repeat", "connection", got 5
            [{}]                                                 | script[0]: expected a step: an object with one of "server", "client", "pause", "quiet", "end", "close", "reset", "each", "repeat", "connection", got an object
            [{'sevrer': 'a'}]                                    | script[0].sevrer: unknown key, the nearest known one is "server"
            [{'server': 'a', 'aftr': '1s'}]                      | script[0].aftr: unknown key, the nearest known one is "after"
            [{'server': 'a', 'client': 'b'}]                     | script[0]: expected one speaker in a line, got "server" and "client"
            [{'server': 'a', 'pause': '1s'}]                     | script[0]: expected a step: an object with one of "server", "client", "pause", "quiet", "end", "close", "reset", "each", "repeat", "connection", got an object
            [{'server': 5}]                                      | script[0].server: expected text, {"hex": …} or {"base64": …}, got 5
            [{'server': []}]                                     | script[0].server: expected at least one record, got none
            [{'server': ['a', null]}]                            | script[0].server[1]: expected text, {"hex": …} or {"base64": …}, got null
            [{'server': {'hex': 'abc'}}]                         | script[0].server.hex: expected hex digits in pairs, got "abc"
            [{'server': '{nmae}'}]                               | script[0].server: expected a placeholder of {record}, {peer}, {connection}, {count}, {vars.who}, got {nmae}, the nearest known one is {peer}
            [{'server': 'a', 'after': 'soon'}]                   | script[0].after: expected a duration such as "250ms", "1s", "5m" or 0, got "soon"
            [{'server': 'a', 'within': 0}]                       | script[0].within: expected a duration of at least 1ms, got 0
            [{'server': 'a', 'optional': 'yes'}]                 | script[0].optional: expected true or false, got "yes"
            [{'server': {'pattern': '(', 'say': 'a'}}]           | script[0].server.pattern: expected a pattern that can be matched in linear time (RE2), got missing closing ): (
            [{'server': {'pattern': 'b+', 'say': 'a'}}]          | script[0].server.say: expected text that its own pattern matches, got "a"
            [{'server': {'pattern': 'b+'}}]                      | script[0].server.say: expected text, {"hex": …} or {"base64": …}, got nothing
            [{'server': 'a', 'delivery': {}}]                    | script[0].delivery: expected just one of "bytes", "split", "glue": true and "cut", got an object
            [{'server': 'a', 'delivery': {'bytes': 0}}]          | script[0].delivery.bytes: expected a number of bytes of at least 1, got 0
            [{'server': 'a', 'delivery': {'split': [3, 2]}}]     | script[0].delivery.split: expected offsets in ascending order, got [3, 2]
            [{'server': 'a', 'delivery': {'glue': false}}]       | script[0].delivery: expected just one of "bytes", "split", "glue": true and "cut", got an object
            [{'server': 'a', 'delivery': {'cut': 1, 'then': 'x'}}] | script[0].delivery.then: expected "close" or "reset", got "x"
            [{'server': 'a', 'delivery': {'bytes': 1, 'then': 'close'}}] | script[0].delivery.then: expected "then" together with "cut"
            [{'server': ['a', 'b'], 'delivery': {'cut': 1}}]     | script[0].server: expected one record with a pattern or a cut, got 2
            [{'pause': 'x', 'by': 'server'}]                     | script[0].pause: expected a duration such as "250ms", "1s", "5m" or 0, got "x"
            [{'pause': '1s'}]                                    | script[0].by: expected "server" or "client", got nothing
            [{'quiet': 'us', 'for': '1s'}]                       | script[0].quiet: expected "server" or "client", got "us"
            [{'quiet': 'server'}]                                | script[0].for: expected a duration such as "250ms", "1s", "5m", got nothing
            [{'close': true}]                                    | script[0].close: expected "server" or "client", got true
            [{'each': ['a'], 'do': [{'server': 'a'}]}]           | script[0].each: expected an object of lists: {"name": ["Ada", …]}, got an array
            [{'each': {}, 'do': [{'server': 'a'}]}]              | script[0].each: expected a name and its texts, got none
            [{'each': {'n': []}, 'do': [{'server': 'a'}]}]       | script[0].each.n: expected at least one text, got none
            [{'each': {'n': [1]}, 'do': [{'server': 'a'}]}]      | script[0].each.n[0]: expected text, got 1
            [{'each': {'a': ['1'], 'b': ['1', '2']}, 'do': [{'server': 'a'}]}] | script[0].each: expected as many texts of each name, got 1 of a, 2 of b
            [{'each': {'peer': ['1']}, 'do': [{'server': 'a'}]}] | script[0].each.peer: expected a name of letters, digits and _ that is no placeholder already
            [{'each': {'n': ['1']}}]                             | script[0].do: expected a list of steps, got nothing
            [{'repeat': 0, 'do': [{'server': 'a'}]}]             | script[0].repeat: expected a number of rounds from 1 to 1000000, got 0
            [{'repeat': 2, 'do': []}]                            | script[0].do: expected at least one step, got none
            [{'connection': 0, 'do': [{'server': 'a'}]}]         | script[0].connection: expected a connection's number, got 0
            [{'close': 'server'}, {'server': 'a'}]               | script[1]: can never be reached, since the step before it ends the conversation
            [{'server': 'a', 'delivery': {'cut': 1}}, {'server': 'b'}] | script[1]: can never be reached, since the step before it ends the conversation
            [{'end': 'server'}, {'server': 'a'}]                 | script[1].server: expected nothing more of the server, whose side has ended before
            [{'after': '1s'}]                                    | script[0]: expected a step: an object with one of "server", "client", "pause", "quiet", "end", "close", "reset", "each", "repeat", "connection", got an object
            [{'server': {'pattern': 'h.*', 'say': 'hi'}, 'delivery': {'cut': 1}}] | script[0].server.say: expected text or bytes to be cut, got something that is not known before
            [{'server': {'ask': 'x'}, 'delivery': {'cut': 1}}]   | script[0].server: expected text or bytes to be cut, got something that is not known before
            [{'server': 'a', 'delivery': {'cut': 1}, 'optional': true}] | script[0].optional: expected "optional" or a "delivery" that is cut, got both
            [{'server': 'a', 'delivery': {'split': []}}]         | script[0].delivery.split: expected at least one offset, got none
            [{'client': {'pattern': '(?<peer>.)', 'say': 'a'}}]  | script[0].client.pattern: expected groups that are no placeholders already, got {peer}
            [{'repeat': 2, 'do': [{'server': 'a'}, {'end': 'server'}]}] | script[0].do: expected steps that can be repeated, got an end among them
            [{'each': {'n': ['a']}, 'do': [{'server': 'a'}, {'close': 'server'}]}] | script[0].do: expected steps that can be repeated, got an end among them
            [{'server': {'ask': ''}}]                            | script[0].server.ask: expected an address of the event bus, got ""
            [{'server': {'ask': 'a', 'within': 0}}]              | script[0].server.within: expected a duration of at least 1ms, got 0
            [{'server': {'ask': 'a', 'esle': 'b'}}]              | script[0].server.esle: unknown key, the nearest known one is "else"
            [{'each': {'n': ['a']}, 'do': [{'each': {'m': ['b'], 'n': ['c']}, 'do': [{'server': 'a'}]}]}] | script[0].do[0].each.n: expected a name that no "each" around it binds, got it a second time
            [{'each': {'n': ['a']}, 'do': [{'client': {'pattern': '(?<n>.)', 'say': 'x'}}]}] | script[0].do[0].client.pattern: expected groups that no "each" around them binds, got {n}
            [{'server': 'a\\nb'}]                                | script[0].server: expected a record that its framing can carry, got "a\\nb", which is heard as "a"
            [{'client': ['a', 'b\\r']}]                          | script[0].client[1]: expected a record that its framing can carry, got "b\\r", which is heard as "b"
            [{'client': {'hex': '610a'}}]                        | script[0].client: expected a record that its framing can carry, got "a\\n", which is heard as "a"
            [{'server': {'pattern': '(?s).*', 'say': 'a\\nb'}}]   | script[0].server.say: expected a record that its framing can carry, got "a\\nb", which is heard as "a"
            [{'server': 'a\\nb', 'delivery': {'cut': 1}}]        | script[0].server: expected a record that its framing can carry, got "a\\nb", which is heard as "a"
            """)
    void refuses(String steps, String problem) {
        assertThatThrownBy(() -> Scripted.script(steps))
                .isInstanceOf(ConfigException.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'fixed': 3}                   | abcd | a record of 4 bytes for a fixed size of 3
            {'fixed': 3}                   | ab   | a record of 2 bytes for a fixed size of 3 without "pad"
            {'fixed': 3, 'pad': '.'}       | a..  | "a..", which is heard as "a"
            {'delimiter': '--'}            | a--b | "a--b", which is heard as "a"
            {'length': {'bytes': 1}}       | LONG | a record of 300 bytes for a length of 1 byte
            'chunk'                        | NONE | "", which is heard as nothing
            {'in': 'chunk', 'out': {'delimiter': '--'}} | a--b | "a--b", which is heard as "a"
            """)
    void refusesALineThatItsFramingCannotCarry(String framing, String line, String fault) {
        String said = line.replace("LONG", "x".repeat(300)).replace("NONE", "");
        assertThatThrownBy(() -> Scripted.script("[{'server': '" + said + "'}]", Side.SERVER, framing(framing)))
                .hasMessage("script[0].server: expected a record that its framing can carry, got " + fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'line'                   | ''
            'chunk'                  | 'a\\nb'
            {'fixed': 3, 'pad': '.'} | 'ab'
            {'length': {'bytes': 1}} | ['', 'a\\nb']
            'line'                   | '{record}\\n'
            {'in': 'line', 'out': 'chunk'} | 'a\\nb'
            """)
    void takesALineThatItsFramingCanCarryOrThatIsNotKnownBefore(String framing, String say) {
        assertThat(Scripted.script("[{'server': " + say + "}]", Side.SERVER, framing(framing))
                        .steps())
                .hasSize(1);
    }

    @Test
    void refusesALineThatIsLongerThanWhoHearsItTakes() {
        String script = "[{'server': '" + "x".repeat(Limits.DEFAULT.record() + 1) + "'}]";
        assertThat(Scripted.script(script, Side.SERVER, Framing.LINE).steps()).hasSize(1);
        assertThatThrownBy(() -> Scripted.script(script, Side.CLIENT, Framing.LINE))
                .hasMessage("script[0].server: expected a record that its framing can carry,"
                        + " got a record longer than limits.record (65536 bytes)");
    }

    private static Framing framing(String json) {
        Document document = Document.of(new JsonObject("{\"framing\": " + json.replace('\'', '"') + "}"));
        Framing framing = Framing.read(document.root().get("framing"), Limits.DEFAULT);
        document.check();
        return framing;
    }

    @Test
    void tellsAllThatIsWrong() {
        assertThatThrownBy(() -> Scripted.script("[{'server': 5}, {'each': {'n': ['a']}, 'do': [{'client': '{m}'}]}]"))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
    }

    @Test
    void whatAnEachHasBoundIsKnownWithinItAlone() {
        assertThat(Scripted.script("[{'each': {'n': ['a']}, 'do': [{'client': '{n}'}]}]")
                        .steps())
                .hasSize(1);
        assertThatThrownBy(
                        () -> Scripted.script("[{'each': {'n': ['a']}, 'do': [{'client': 'x'}]}, {'server': '{n}'}]"))
                .hasMessageContaining("got {n}");
    }

    @Test
    void aScriptTellsApartAsManyConnectionsAsItNames() {
        assertThat(Scripted.script("[{'server': 'a'}]").connections()).isEqualTo(1);
        assertThat(Scripted.script("[{'repeat': 2, 'do': [{'connection': 3, 'do': [{'server': 'a'}]}]}]")
                        .connections())
                .isEqualTo(3);
    }
}
