package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.config.Document;
import dev.parley.config.Overlays;
import dev.parley.config.Problems;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may connect, by the lists alone. */
class AccessTest {
    private static final String EVERYBODY = "{}";
    private static final String ALLOWED = "{'allow': ['10.0.0.0/8', '10.1.0.0/16', '2001:db8::/32']}";
    private static final String DENIED = "{'deny': ['10.1.0.0/16', '10.1.2.0/24', '::1']}";
    private static final String BOTH =
            "{'allow': ['10.0.0.0/8', '10.1.2.3', '::/0'], 'deny': ['10.1.0.0/16', 'fe80::/10', '10.1.0.0/16']}";
    private static final String ALL_BUT = "{'allow': ['10.0.0.1'], 'deny': ['0.0.0.0/0']}";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            EVERYBODY | 203.0.113.9      |
            EVERYBODY | fe80::1          |
            ALLOWED   | 10.9.9.9         |
            ALLOWED   | 10.1.9.9         |
            ALLOWED   | ::ffff:10.1.9.9  |
            ALLOWED   | 2001:db8::5      |
            ALLOWED   | 11.0.0.1         | not in server.allow
            ALLOWED   | ::1              | not in server.allow
            DENIED    | 10.2.0.1         |
            DENIED    | 10.1.0.1         | 10.1.0.0/16 is in server.deny
            DENIED    | 10.1.2.1         | 10.1.0.0/16 is in server.deny
            DENIED    | ::ffff:10.1.2.1  | 10.1.0.0/16 is in server.deny
            DENIED    | ::1              | ::1 is in server.deny
            DENIED    | ::2              |
            BOTH      | 10.2.0.1         |
            BOTH      | 10.1.2.3         | 10.1.0.0/16 is in server.deny
            BOTH      | 11.0.0.1         | not in server.allow
            BOTH      | 2001:db8::1      |
            BOTH      | fe80::1          | fe80::/10 is in server.deny
            ALL_BUT   | 10.0.0.1         | 0.0.0.0/0 is in server.deny
            """)
    void objectsTo(String lists, String peer, String objection) throws UnknownHostException {
        String json = switch (lists) {
            case "ALLOWED" -> ALLOWED;
            case "DENIED" -> DENIED;
            case "BOTH" -> BOTH;
            case "ALL_BUT" -> ALL_BUT;
            default -> EVERYBODY;
        };
        Access access = Document.parse("{\"server\": " + json.replace('\'', '"') + "}", "c", Overlays.none())
                .section("server", ServerConfig::read)
                .access();

        assertThat(access.objection(InetAddress.getByName(peer)).orElse(null)).isEqualTo(objection);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "allow": "10.0.0.1"  → allow: expected a list of addresses and blocks, got "10.0.0.1"
            "allow": null        → allow: expected a list of addresses and blocks, got null
            "allow": false       → allow: expected a list of addresses and blocks, got false
            "allow": []          → allow: expected one address or more, got none, so that nobody could connect
            "deny": "10.0.0.1"   → deny: expected a list of addresses and blocks, got "10.0.0.1"
            "deny": {}           → deny: expected a list of addresses and blocks, got an object
            "alow": []           → alow: unknown key, the nearest known one is "allow"
            """)
    void refuses(String json, String message) {
        assertThat(Problems.of("server", "{" + json + "}", ServerConfig::read)).containsExactly("server." + message);
    }
}
