package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.wire.Out;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Set<Slot> SLOTS = EnumSet.of(Slot.RECORD, Slot.PEER, Slot.COUNT);

    /** Each slot stands for its own name in capitals. */
    private static final Words NAMES = (slot, out) -> out.append(slot.name());

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "Welcome!"                  → Welcome!
            ""                          → ``
            "Hello, {record}!"          → Hello, RECORD!
            "{record}{peer} {count}"    → RECORDPEER COUNT
            "{{record}"                 → {record}
            "{{anything.else}"          → {anything.else}
            "{{record}}"                → {record}}
            "{{{record}"                → {{record}
            "{{record} {record}"        → {record} RECORD
            "{ record}"                 → { record}
            "{record"                   → {record
            "record}"                   → record}
            "{} { } {{ }} {1} {-} {"    → {} { } {{ }} {1} {-} {
            "{\\"a\\": 1}"              → {"a": 1}
            "č {record} 🐎"             → č RECORD 🐎
            {"hex": "7b7265636f72647d"} → {record}
            {"base64": "e3BlZXJ9"}      → {peer}
            """)
    void fillsItsSlots(String json, String said) {
        assertThat(read(json).with(NAMES)).asString().isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "{recrd}"      → {recrd}, the nearest known one is {record}
            "{Record}"     → {Record}, the nearest known one is {record}
            "a {cont} b"   → {cont}, the nearest known one is {count}
            "{name}"       → {name}, the nearest known one is {peer}
            "{vars.x_1}"   → {vars.x_1}, the nearest known one is {record}
            """)
    void refusesAnUnknownName(String json, String got) {
        assertThatThrownBy(() -> read(json))
                .hasMessageEndingWith(": a.reply: expected a placeholder of {record}, {peer}, {count}, got " + got);
    }

    @Test
    void tellsOfEachUnknownName() {
        assertThatThrownBy(() -> read("\"{a} {record} {b}\""))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
    }

    @Test
    void whatASlotStandsForIsNotReadAgain() {
        byte[] said = read("\"{record}\"").with((slot, out) -> out.append("{peer}"));
        assertThat(said).asString().isEqualTo("{peer}");
    }

    @Test
    void appendsToWhatIsThere() {
        Out out = new Out();
        out.append("> ");
        read("\"{peer}\"").appendTo(out, NAMES);
        assertThat(out.since(0)).hasToString("> PEER");
    }

    private static Template read(String json) {
        return Document.parse("{\"a\": {\"reply\": " + json + "}}", "c", Overlays.none())
                .section("a", section -> Template.read(section.get("reply"), Scope.of(SLOTS, Map.of())));
    }
}
