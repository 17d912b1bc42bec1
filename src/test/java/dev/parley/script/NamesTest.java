package dev.parley.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.conversation.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client's names are short for. */
class NamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "names": ["A"]                                  → server:Line client:Line server:Line client:Line HearOut
            "names": ["A", "B"]                             → server:Line client:Line server:Line client:Pause client:Line server:Line client:Line HearOut
            "names": []                                     → server:Line client:Line HearOut
            "names": [], "greeting": false                  → client:Line HearOut
            "names": [], "greeting": false, "farewell": false → client:End HearOut
            "names": ["A"], "expect": false                 → server:Line client:Line server:Line client:Line HearOut
            "names": [], "expect": "{name}"                 → server:Line client:Line server:Close
            """)
    void becomesASequenceOfSteps(String json, String steps) {
        assertThat(read(json).steps().stream().map(NamesTest::kind).collect(Collectors.joining(" ")))
                .isEqualTo(steps);
    }

    private static String kind(Step step) {
        String kind = step.getClass().getSimpleName();
        return step instanceof Step.Act act ? act.by() + ":" + kind : kind;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "names": ["A"]                         → any
            "names": ["A"], "expect": false        → any
            "names": ["A"], "expect": "Hello, {name}!" → Hello, A!
            "names": ["{name}"], "expect": "{{name} {name}" → {name} {name}
            "names": ["č"], "expect": {"hex": "41"} → A
            """)
    void expectsTheAnswerWithTheNameInIt(String json, String expected) {
        Step.Line answer = (Step.Line) read(json).steps().get(2);
        String said = new String(((Template) answer.say().get(0)).naming(new byte[0]), StandardCharsets.UTF_8);
        assertThat(answer.pattern().isPresent() ? "any" : said).isEqualTo(expected);
    }

    private static Script read(String json) {
        return Document.parse("{\"client\": {" + json + "}}", "c", Overlays.none())
                .section("client", section -> Names.read(section, Duration.ofSeconds(5), Map.of()));
    }
}
