package dev.parley.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.config.ConfigException;
import dev.parley.testkit.Peer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension from the inside: what it serves, what it records, and when it lets a test fail. */
@Timeout(60)
class ParleyServerTest {
    @RegisterExtension
    static final ParleyServer SHARED = ParleyServer.with("{\"server\": {\"delay\": 0}}");

    @RegisterExtension
    final ParleyServer own = ParleyServer.with("""
            {"framing": "crlf", "script": [ {"client": "a{b"}, {"server": ["{{x} is {vars.x}", {"hex": "00"}]}, {"close": "server"} ]}""").var("x", "y");

    @Test
    void recordsWhatWasSaid() throws Exception {
        try (Peer peer = Peer.connect(own.host(), own.port())) {
            peer.says("a{b\r\n").hears("{x} is y\r\n\0\r\n").hearsTheEnd();
        }
        Recorded talk = own.conversation(1);
        assertThat(talk.client()).containsExactly("a{b");
        assertThat(talk.server()).containsExactly("{x} is y", "00");
        assertThat(talk.outcome().passed()).isTrue();
        assertThat(own.conversations()).containsExactly(talk);
        assertThat(talk.script().getJsonArray("script").getJsonObject(1).getString("server"))
                .isEqualTo("{{x} is y");
        assertThat(talk.lines().get(talk.lines().size() - 1)).isEqualTo(new JsonObject().put("close", "server"));
    }

    @Test
    void isSharedInAStaticField() throws Exception {
        try (Peer peer = Peer.connect(SHARED.port())) {
            peer.hears("Welcome!\n").says("b\nexit\n").hears("Hello, b!\n").hearsTheEnd();
        }
        assertThat(SHARED.port()).isNotEqualTo(own.port());
    }

    @Test
    void failsATestWhoseClientDoesNotKeepToTheScript() throws Exception {
        ParleyServer server = ParleyServer.playing("/scripts/greeter.json");
        server.beforeEach(null);
        try (Peer peer = Peer.connect(server.port())) {
            peer.hears("Welcome!\n").says("nobody\n").hearsTheEnd();
        }
        assertThat(server.conversation(1).client()).containsExactly("nobody");
        assertThatThrownBy(() -> server.afterEach(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("greeter.json:5:5: script[1]: expected \"somebody\", got \"nobody\" after ");
    }

    @Test
    void leavesItToTheTestWhereItIsLenient() throws Exception {
        ParleyServer server =
                ParleyServer.playing("/scripts/greeter.json").lenient().set("patience", "50ms");
        server.beforeEach(null);
        try (Peer peer = Peer.connect(server.port())) {
            peer.hears("Welcome!\n").hearsTheEnd();
        }
        assertThat(server.conversation(1).outcome().summary()).endsWith("got a time-out after 50ms");
        server.afterEach(null);
    }

    @Test
    void refusesAConfigurationThatIsWrong() {
        ParleyServer server = ParleyServer.with("{\"script\": [ {\"sevrer\": \"a\"} ]}");
        assertThatThrownBy(() -> server.beforeEach(null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key, the nearest known one is \"server\"");
        assertThatThrownBy(() -> ParleyServer.playing("/nowhere.json"))
                .hasMessage("expected a resource, got nothing of the name /nowhere.json");
    }
}
