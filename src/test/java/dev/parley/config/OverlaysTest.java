package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OverlaysTest {
    private static final String FILE = "{\"server\": {\"port\": 1}}";

    @Test
    void aPropertyBeatsTheEnvironmentAndThatTheFile() {
        assertThat(port(overlays(Map.of(), Map.of()))).isEqualTo(1);
        assertThat(port(overlays(Map.of("PARLEY_SERVER_PORT", "2"), Map.of()))).isEqualTo(2);
        assertThat(port(overlays(Map.of("PARLEY_SERVER_PORT", "2"), Map.of("parley.server.port", "3"))))
                .isEqualTo(3);
    }

    private static int port(Overlays overlays) {
        return Document.parse(FILE, "c", overlays)
                .section("server", section -> section.integer("port", 0, 0, 9, "a port"));
    }

    @Test
    void whatWasLaidOverIsInTheConfigurationAsWhatTheKeyWanted() {
        Overlays overlays = overlays(
                Map.of(
                        "PARLEY_SERVER_PORT", "2",
                        "PARLEY_SERVER_GREETING", "false",
                        "PARLEY_SERVER_REPLY", "5",
                        "PARLEY_SERVER_DELAY", "0",
                        "PARLEY_SERVER_NAMES", "[\"A\", \"B\"]",
                        "PARLEY_SERVER_FRAMING", "{\"fixed\": 4}",
                        "PARLEY_SERVER_LIMITS_RECORD", "4KiB"),
                Map.of());
        Document document = Document.parse(FILE, "c", overlays);
        document.section("server", section -> {
            assertThat(section.integer("port", 0, 0, 9, "a port")).isEqualTo(2);
            assertThat(section.get("greeting").off()).isTrue();
            assertThat(section.get("reply").bytes()).asString().isEqualTo("5");
            assertThat(section.duration("delay", Duration.ofSeconds(1), Duration.ZERO))
                    .isZero();
            assertThat(section.get("names").list("names")).hasSize(2);
            assertThat(section.get("framing").isText()).isFalse();
            section.get("framing").section("framing", framing -> framing.integer("fixed", 0, 0, 9, "a size"), () -> 0);
            section.get("limits")
                    .section("limits", limits -> limits.get("record").size(1, 9999), () -> 0);
            return section;
        });
        assertThat(document.json().getJsonObject("server")).isEqualTo(new JsonObject("""
                                {"port": 2, "greeting": false, "reply": "5", "delay": 0, "names": ["A", "B"],
                                 "framing": {"fixed": 4}, "limits": {"record": "4KiB"}}"""));
    }

    @Test
    void truthAndFractionsCanBeLaidOver() {
        Overlays overlays = overlays(
                Map.of("PARLEY_SERVER_VERIFY_HOST", "false", "PARLEY_SERVER_SIGMA", "0.25"),
                Map.of("parley.server.glue", "true"));
        Document document = Document.parse(FILE, "c", overlays);
        document.section("server", section -> {
            assertThat(section.integer("port", 0, 0, 9, "a port")).isEqualTo(1);
            assertThat(section.get("verifyHost").truth()).isFalse();
            assertThat(section.get("glue").truth()).isTrue();
            assertThat(section.get("sigma").number(0, 1, "a sigma")).isEqualTo(0.25);
            return section;
        });
        assertThat(document.json().getJsonObject("server"))
                .isEqualTo(new JsonObject("{\"port\": 1, \"verifyHost\": false, \"glue\": true, \"sigma\": 0.25}"));
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefusedWhereverItStands() {
        assertThatThrownBy(() -> read(
                        overlays(Map.of("PARLEY_SERVER_GLUE", "yes"), Map.of()),
                        section -> section.get("glue").truth()))
                .hasMessage("PARLEY_SERVER_GLUE: server.glue: expected true or false, got \"yes\"");
    }

    @Test
    void whatIsLaidOverIsReadAsStrictlyAsAFile() {
        assertThatThrownBy(() -> names("[\"\\ud800\"]"))
                .hasMessage(
                        "PARLEY_SERVER_NAMES:1:2: server.names[0]: expected text, got half of a surrogate pair in it");
        assertThatThrownBy(() -> names("[\"A\""))
                .hasMessageStartingWith("PARLEY_SERVER_NAMES:1:5: expected JSON, got a fault: unexpected end-of-input");
        assertThatThrownBy(() -> names("[\"A\"] x"))
                .hasMessageStartingWith("PARLEY_SERVER_NAMES:1:8: expected JSON, got a fault: unrecognized token 'x'");
        assertThatThrownBy(() -> names("[\"A\"] []"))
                .hasMessage("PARLEY_SERVER_NAMES:1:7: expected nothing after the JSON, got more of it");
        assertThatThrownBy(() -> names("[{\"a\": 1, \"a\": 2}]"))
                .hasMessage("PARLEY_SERVER_NAMES:1:14: expected JSON, got the key \"a\" a second time");
        assertThatThrownBy(() -> names("[".repeat(200)))
                .hasMessage("PARLEY_SERVER_NAMES: expected JSON, got more than 100 levels of it");
        assertThatThrownBy(() -> names("Ada"))
                .hasMessage("PARLEY_SERVER_NAMES: server.names: expected names, got \"Ada\"");
        assertThatThrownBy(() -> names("")).hasMessage("PARLEY_SERVER_NAMES: server.names: expected names, got \"\"");
        assertThatThrownBy(() -> port(overlays(Map.of("PARLEY_SERVER", "{\"port\": 4"), Map.of())))
                .hasMessageStartingWith("PARLEY_SERVER:1:11: expected JSON, got a fault: unexpected end-of-input");
    }

    private static Object names(String text) {
        return read(
                overlays(Map.of("PARLEY_SERVER_NAMES", text), Map.of()),
                section -> section.get("names").list("names"));
    }

    @Test
    void textThatBeginsWithABraceIsStillText() {
        for (String text : new String[] {"{record}!", "{", "{\"hex\": \"41\"} {record}"}) {
            byte[] bytes = read(overlays(Map.of("PARLEY_SERVER_REPLY", text), Map.of()), section -> {
                assertThat(section.get("reply").isText()).isTrue();
                return section.get("reply").bytes();
            });
            assertThat(bytes).asString().isEqualTo(text);
        }
        byte[] bytes = read(
                overlays(Map.of("PARLEY_SERVER_REPLY", "{\"hex\": \"41\"}"), Map.of()),
                section -> section.get("reply").bytes());
        assertThat(bytes).asString().isEqualTo("A");
    }

    private static <T> T read(Overlays overlays, Function<Section, T> reader) {
        return Document.parse("{\"server\": {}}", "c", overlays).section("server", reader);
    }

    @Test
    void aWholeSectionCanBeLaidOver() {
        assertThat(port(overlays(Map.of("PARLEY_SERVER", "{\"port\": 4}"), Map.of())))
                .isEqualTo(4);
    }

    @Test
    void anAbsentSectionIsThereWhenAKeyBelowItIsLaidOver() {
        Document document = Document.parse("{}", "c", overlays(Map.of(), Map.of("parley.server.port", "3")));
        assertThat(document.<Integer>section("server", section -> section.integer("port", 0, 0, 9, "a port")))
                .isEqualTo(3);
        assertThat(document.json().encode()).isEqualTo("{\"server\":{\"port\":3}}");
    }

    @Test
    void camelCaseIsWrittenWithAnUnderscore() {
        Overlays overlays = overlays(Map.of("PARLEY_SERVER_CONNECT_TIMEOUT", "3s"), Map.of());
        Duration read = read(overlays, section -> section.duration("connectTimeout", Duration.ZERO, Duration.ZERO));
        assertThat(read).hasSeconds(3);
    }

    @Test
    void aProblemNamesTheVariableItCameFrom() {
        assertThatThrownBy(() -> port(overlays(Map.of("PARLEY_SERVER_PORT", "80x"), Map.of())))
                .hasMessage("PARLEY_SERVER_PORT: server.port: expected a port from 0 to 9, got \"80x\"");
        assertThatThrownBy(() -> port(overlays(Map.of(), Map.of("parley.server.port", "-1"))))
                .hasMessage("-Dparley.server.port: server.port: expected a port from 0 to 9, got -1");
    }

    @Test
    void aProblemWithinAnObjectThatWasLaidOverDoesNotBlameTheFile() {
        Overlays overlays = overlays(Map.of("PARLEY_SERVER_LIMITS", "{\"record\": 0}"), Map.of());
        Document document = Document.parse("{\"server\": {\"limits\": {\"record\": 5}}}", "c", overlays);
        assertThatThrownBy(() -> document.section(
                        "server",
                        section -> section.get("limits")
                                .section("limits", limits -> limits.integer("record", 1, 1, 9, "a size"), () -> 1)))
                .hasMessage("PARLEY_SERVER_LIMITS: server.limits.record: expected a size from 1 to 9, got 0");
    }

    @Test
    void unknownVariablesUnderASectionAreRefused() {
        Overlays overlays = overlays(
                Map.of("PARLEY_SERVER_PROT", "2", "PARLEY_CLIENT_PORT", "2", "PARLEY_HOME", "/", "OTHER", "x"),
                Map.of("parley.server.hots", "h", "parley.conf", "f", "java.home", "/"));
        assertThatThrownBy(() -> port(overlays)).hasMessage("""
                        PARLEY_SERVER_PROT: unknown key, the nearest known one is PARLEY_SERVER_PORT
                        -Dparley.server.hots: unknown key, the nearest known one is parley.server.port""");
    }

    @Test
    void variablesOfNoSectionAreRefused() {
        Overlays overlays = overlays(
                Map.of("PARLEY_SERVR_PORT", "2", "PARLEY_CLIENT_PORT", "2", "PARLEY_CLIENT", "{}", "OTHER", "x"),
                Map.of("parley.servr.port", "2", "parley.conf", "f", "parley.client.port", "2", "java.home", "/"));
        overlays.pass("parley.conf");
        Document document = Document.parse(FILE, "c", overlays);
        document.root().only("server", "client");
        document.read("server", section -> section.integer("port", 0, 0, 9, "a port"));
        document.refuseOtherOverlays();
        assertThatThrownBy(document::check).hasMessage("""
                        PARLEY_SERVR_PORT: unknown key, the nearest known one is PARLEY_SERVER_PORT
                        -Dparley.servr.port: unknown key, the nearest known one is parley.server.port""");
    }

    private static Overlays overlays(Map<String, String> environment, Map<String, String> properties) {
        Properties all = new Properties();
        all.putAll(properties);
        return new Overlays(environment, all);
    }
}
