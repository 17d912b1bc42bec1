package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.Document;
import dev.parley.testkit.FakeWire;
import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules, as a configuration writes them and as a conversation plays them. */
class RulePlayTest {
    private final FakeWire wire = new FakeWire();

    @Test
    void theFirstRuleThatMatchesDecides() {
        play("""
                [ { "on": {"prefix": "a"}, "say": "1" }, { "on": "ab", "say": "2" }, { "say": "3" } ]""");
        wire.hears("ab", "b");
        assertThat(wire.said).containsExactly("1", "3");
    }

    @Test
    void saysSeveralRecordsAndWhatAGroupHasCaught() {
        play("""
                [ { "on": {"pattern": "EHLO (?<host>\\\\S+)", "ignoreCase": true}, "after": "20ms",
                    "say": ["250-hello {host}", "250 {record} {count}"] } ]""");
        wire.hears("ehlo there");
        assertThat(wire.said).isEmpty();
        wire.time.pass(Duration.ofMillis(20));
        assertThat(wire.said).containsExactly("250-hello there", "250 ehlo there 1");
    }

    @Test
    void goesFromStateToState() {
        play("""
                [ { "in": "start", "on": {"prefix": "LOGIN "}, "say": "welcome", "next": "in" },
                  { "in": ["in", "idle"], "on": "WHO", "say": "you", "next": "idle" },
                  { "in": "idle", "on": "BYE", "say": "bye", "then": "close" },
                  { "say": "what?" } ]""");
        wire.hears("WHO", "LOGIN a", "LOGIN a", "BYE", "WHO", "BYE", "WHO");
        assertThat(wire.said).containsExactly("what?", "welcome", "what?", "what?", "you", "bye");
        assertThat(wire.ended).isEqualTo(Ending.FIN);
    }

    @Test
    void keepsToTheConnectionThatARuleIsFor() {
        String rules = """
                [ { "connection": 2, "say": "second", "then": "reset" }, { "say": "others" } ]""";
        play(rules);
        wire.hears("a");
        assertThat(wire.said).containsExactly("others");
        FakeWire second = new FakeWire();
        play(rules, second, 2);
        second.hears("a");
        assertThat(second.said).containsExactly("second");
        assertThat(second.ended).isEqualTo(Ending.RESET);
    }

    @Test
    void drawsTheSameDelaysForAConnectionFromTheSameSeed() {
        String rules = "[ { \"after\": {\"from\": \"1ms\", \"to\": \"1h\"}, \"say\": \"a\" } ]";
        assertThat(delays(rules, 1, 7)).isEqualTo(delays(rules, 1, 7));
        assertThat(delays(rules, 1, 7)).isNotEqualTo(delays(rules, 2, 7)).isNotEqualTo(delays(rules, 1, 8));
    }

    private static List<Long> delays(String rules, long number, long seed) {
        FakeWire wire = new FakeWire();
        List<Long> moments = new ArrayList<>();
        Observer observer = new Observer() {
            @Override
            public void said(String peer, Out out, int from) {
                moments.add(wire.time.now());
            }
        };
        new RulePlay(Optional.empty(), read(rules), RulePlay.Unmatched.SILENCE)
                .begin(wire, new Setting(Side.SERVER, number, seed, observer, Asker.nobody()));
        wire.hears("a", "b", "c");
        wire.time.pass(Duration.ofHours(4));
        return moments;
    }

    @Test
    void isSilentWhereARuleSaysSoOrNoneIsFound() {
        play("[ { \"on\": \"a\", \"silent\": true }, { \"on\": \"b\", \"say\": \"B\" } ]");
        wire.hears("a", "c", "b");
        assertThat(wire.said).containsExactly("B");
        assertThat(wire.records).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5                                              | rules: expected a list of rules, got 5
            [5]                                            | rules[0]: expected a rule, got 5
            [{}]                                           | rules[0]: expected "say", "then" or "silent": true, got none of them
            [{"say": "a", "silent": true}]                 | rules[0].silent: expected "say" or "silent": true, got both
            [{"say": "a", "whn": 1}]                       | rules[0].whn: unknown key, the nearest known one is "in"
            [{"say": "a"}, {"on": "b", "say": "b"}]        | rules[1]: can never be reached, since rules[0] comes first and is for the same
            [{"on": "b", "say": "a"}, {"on": "b", "say": "b"}] | rules[1]: can never be reached, since rules[0] comes first
            [{"in": "x", "say": "a"}]                      | rules[0]: expected a state that some rule's "next" leads to, got "x"
            [{"say": "{host}"}]                            | rules[0].say: expected a placeholder of {record}, {peer}, {connection}, {count}, {vars.who}, got {host}
            [{"say": ["a", 5]}]                            | rules[0].say[1]: expected text, {"hex": …} or {"base64": …}, got 5
            [{"then": "leave"}]                            | rules[0].then: expected "stay", "close" or "reset", got "leave"
            [{"connection": 0, "say": "a"}]                | rules[0].connection: expected a connection's number, got 0
            [{"next": 5, "say": "a"}]                      | rules[0].next: expected a state, got 5
            """)
    void refuses(String rules, String message) {
        assertThatThrownBy(() -> read(rules)).hasMessageContaining(message);
    }

    @Test
    void takesEqualMatchesInOtherStatesOrOnOtherConnections() {
        assertThat(read("[{\"in\": \"start\", \"say\": \"a\"}, {\"in\": \"b\", \"say\": \"b\", \"next\": \"b\"}]"))
                .hasSize(2);
        assertThat(read("[{\"connection\": 1, \"say\": \"a\"}, {\"connection\": 2, \"say\": \"b\"}, {\"say\": \"c\"}]"))
                .hasSize(3);
    }

    @Test
    void leavesToTheWireWhatIsOnlyEchoed() {
        RulePlay play = rulePlay("""
                [ {"on": "exit", "then": "close"}, {"on": {"prefix": "#"}, "say": "{count}"}, {"say": "Hello, {record}!"} ]
                """);
        assertThat(firstsEchoedBy(play)).hasSize(255).doesNotContain((int) 'e', (int) '#');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'say': 'Hello!'}",
                "{'say': '{record}{record}'}",
                "{'say': '{record} from {peer}'}",
                "{'say': ['{record}', 'and more']}",
                "{'say': '{record}', 'after': '1ms'}",
                "{'say': '{record}', 'then': 'close'}",
                "{'say': '{record}', 'next': 'start'}",
                "{'say': '{record}', 'in': 'start'}",
                "{'say': '{record}', 'connection': 1}",
                "{'say': '{record}', 'delivery': {'split': [1]}}",
                "{'say': {'ask': 'somebody'}}",
                "{'on': {'contains': 'a'}, 'say': '{record}'}",
                "{'silent': true}"
            })
    void leavesNothingElseToTheWire(String rule) {
        assertThat(firstsEchoedBy(rulePlay("[" + rule.replace('\'', '"') + "]")))
                .isEmpty();
    }

    private static List<Integer> firstsEchoedBy(RulePlay play) {
        return IntStream.rangeClosed(0, 256)
                .filter(first -> play.echoes().has(first))
                .boxed()
                .toList();
    }

    private static RulePlay rulePlay(String rules) {
        return new RulePlay(Optional.empty(), read(rules), RulePlay.Unmatched.SILENCE);
    }

    private Conversation play(String rules) {
        return play(rules, wire, 1);
    }

    private static Conversation play(String rules, FakeWire wire, long number) {
        return new RulePlay(Optional.empty(), read(rules), RulePlay.Unmatched.SILENCE)
                .begin(wire, new Setting(Side.SERVER, number, 0, Observer.NONE, Asker.nobody()));
    }

    private static List<Rule> read(String rules) {
        Document document = Document.of(new JsonObject("{\"rules\": " + rules + "}"));
        List<Rule> read = Rules.read(document.root().get("rules"), 4096, Map.of("who", "us"));
        document.check();
        return read;
    }
}
