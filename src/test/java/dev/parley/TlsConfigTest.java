package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key {@code tls}, in each section that has it. */
class TlsConfigTest {
    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeFiles() throws Exception {
        Authority authority = new Authority(directory);
        authority.issue("a", "dns:a");
        authority.issue("b", "dns:b");
        authority.issue("r", "dns:r", Duration.ofHours(1), "RSA");
        write("text", "trust me\n");
        write("damaged.pem", Authority.block("CERTIFICATE", new byte[] {1, 2, 3}));
        write("damaged.key", Authority.block("PRIVATE KEY", new byte[] {1, 2, 3}));
        write("unsized.key", Authority.block("PRIVATE KEY", HexFormat.of().parseHex("300402800000")));
        write("negative.key", Authority.block("RSA PRIVATE KEY", HexFormat.of().parseHex("3006028487020406")));
        write("curved.key", Authority.block("EC PRIVATE KEY", HexFormat.of().parseHex("300402800000")));
        write("locked.key", Authority.block("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        write(
                "old.key",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END RSA PRIVATE KEY-----");
        write("both.pem", Files.readString(directory.resolve("a.key")) + Files.readString(directory.resolve("a.pem")));
        write("long.pem", " ".repeat(1 << 21));
    }

    private static void write(String name, String text) throws Exception {
        Files.writeString(directory.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            5                                       → : expected "self-signed" or {"certificate": …, "key": …}, got 5
            "selfsigned"                            → : expected "self-signed" or {"certificate": …, "key": …}, got "selfsigned"
            {"certificate": "a.pem"}                → .key: expected a file's path, got nothing
            {"key": "a.key"}                        → .certificate: expected a file's path, got nothing
            {"certificate": 5, "key": "a.key"}      → .certificate: expected a file's path, got 5
            {"certificate": "no", "key": "a.key"}   → .certificate: expected a PEM file of certificates, got nothing at DIR/no
            {"certificate": "text", "key": "a.key"} → .certificate: expected a PEM file of certificates, got DIR/text, which has none
            {"certificate": "a.key", "key": "a.key"} → .certificate: expected a PEM file of certificates, got DIR/a.key, which has none
            {"certificate": "long.pem", "key": "a.key"} → .certificate: expected a PEM file of certificates, got DIR/long.pem, which is too long to be one
            {"certificate": ".", "key": "a.key"}    → .certificate: expected a PEM file of certificates, got a directory at DIR
            {"certificate": "damaged.pem", "key": "a.key"} → .certificate: expected a PEM file of certificates, got DIR/damaged.pem, which is damaged
            {"certificate": "a.pem", "key": "no"}   → .key: expected a PEM file of a private key, got nothing at DIR/no
            {"certificate": "a.pem", "key": "text"} → .key: expected a PEM file of a private key, got DIR/text, which has none
            {"certificate": "a.pem", "key": "damaged.key"} → .key: expected a PEM file of a private key, got DIR/damaged.key, which is damaged or of an unknown kind
            {"certificate": "a.pem", "key": "unsized.key"} → .key: expected a PEM file of a private key, got DIR/unsized.key, which is damaged or of an unknown kind
            {"certificate": "a.pem", "key": "negative.key"} → .key: expected a PEM file of a private key, got DIR/negative.key, which is damaged or of an unknown kind
            {"certificate": "a.pem", "key": "curved.key"} → .key: expected a PEM file of a private key, got DIR/curved.key, which is damaged or of an unknown kind
            {"certificate": "a.pem", "key": "locked.key"} → .key: expected a PEM file of a private key, got DIR/locked.key, which has a password
            {"certificate": "a.pem", "key": "old.key"} → .key: expected a PEM file of a private key, got DIR/old.key, which has a password
            {"certificate": "a.pem", "key": "b.key"} → .key: expected the key of DIR/a.pem, got that of another at DIR/b.key
            {"certificate": "a.pem", "key": "r.key"} → .key: expected the key of DIR/a.pem, got that of another at DIR/r.key
            {"certificate": "a.pem", "key": "a.key", "sni": 5} → .sni: expected a list of {"certificate": …, "key": …}, got 5
            {"certificate": "a.pem", "key": "a.key", "sni": [5]} → .sni[0]: expected {"certificate": …, "key": …}, got 5
            {"certificate": "a.pem", "key": "a.key", "sni": [{"certificate": "b.pem", "key": "a.key"}]} → .sni[0].key: expected the key of DIR/b.pem, got that of another at DIR/a.key
            {"certificate": "a.pem", "key": "a.key", "clientAuth": "maybe"} → .clientAuth: expected "none", "request" or "required", got "maybe"
            {"certificate": "a.pem", "key": "a.key", "clientAuth": "request"} → .trust: expected a PEM file of certificates to trust a client by, got nothing
            {"certificate": "a.pem", "key": "a.key", "clientAuth": "required", "trust": "text"} → .trust: expected a PEM file of certificates, got DIR/text, which has none
            {"certificate": "a.pem", "key": "a.key", "trust": "ca.pem"} → .trust: expected "trust" together with "clientAuth": "request" or "required"
            {"certificate": "a.pem", "key": "a.key", "handshakeTimeout": "2h"} → .handshakeTimeout: expected a duration of at most 1h, got "2h"
            {"certificate": "a.pem", "key": "a.key", "verifyHost": true} → .verifyHost: unknown key
            """)
    void refusesForAServer(String tls, String line) throws Exception {
        refuses("server", "{\"server\": {\"tls\": " + tls + "}}", ".tls" + line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            true                    → : expected an object such as {} or {"trust": …}, got true
            "self-signed"           → : expected an object such as {} or {"trust": …}, got "self-signed"
            {"certificate": "a.pem"} → .key: expected a file's path, got nothing
            {"certificate": "a.pem", "key": "b.key"} → .key: expected the key of DIR/a.pem, got that of another at DIR/b.key
            {"certificate": "a.pem", "key": "unsized.key"} → .key: expected a PEM file of a private key, got DIR/unsized.key, which is damaged or of an unknown kind
            {"trust": "no"}         → .trust: expected a PEM file of certificates, got nothing at DIR/no
            {"verifyHost": "no"}    → .verifyHost: expected true or false, got "no"
            {"sni": 5}              → .sni: expected the name of a server, got 5
            {"sni": "127.0.0.1"}    → .sni: expected the name of a server, got "127.0.0.1"
            {"sni": "a b"}          → .sni: expected the name of a server, got "a b"
            {"clientAuth": "none"}  → .clientAuth: unknown key
            """)
    void refusesForAClient(String tls, String line) throws Exception {
        refuses("client", "{\"client\": {\"tls\": " + tls + "}}", ".tls" + line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            "tls": 5                                        → .tls: expected an object such as {} or {"trust": …}, got 5
            "tls": {"trust": "text"}                        → .tls.trust: expected a PEM file of certificates, got DIR/text, which has none
            "tls": {"certificate": "a.pem", "key": "unsized.key"} → .tls.key: expected a PEM file of a private key, got DIR/unsized.key, which is damaged or of an unknown kind
            "tls": {"sni": "a"}                             → .tls.sni: unknown key
            "trust": "ca.pem", "tls": {"trust": "ca.pem"}   → .trust: expected "trust" or "tls.trust", got both
            """)
    void refusesForAFetch(String keys, String line) throws Exception {
        refuses("fetch", "{\"fetch\": {\"url\": \"https://a/\", " + keys + "}}", line);
    }

    private static void refuses(String section, String json, String line) throws Exception {
        assertThat(Reading.complaints(directory, json))
                .singleElement()
                .asString()
                .contains(": " + section + line.replace("DIR", directory.toString()));
    }

    @Test
    void takesKeyAndCertificateFromOneFile() throws Exception {
        assertThat(Reading.complaints(
                        directory, "{\"server\": {\"tls\": {\"certificate\": \"both.pem\", \"key\": \"both.pem\"}}}"))
                .isEmpty();
    }

    @Test
    void takesEveryKeyTogether() throws Exception {
        assertThat(Reading.complaints(directory, """
                        {
                          "server": {
                            "tls": {
                              "certificate": "a.pem", "key": "a.key", "sni": [{ "certificate": "r.pem", "key": "r.key" }],
                              "clientAuth": "request", "trust": "ca.pem", "handshakeTimeout": "1s"
                            }
                          },
                          "client": {
                            "tls": {
                              "certificate": "b.pem", "key": "b.key", "trust": "ca.pem", "verifyHost": false, "sni": "r"
                            }
                          },
                          "fetch": {
                            "url": "https://a/", "trust": "ca.pem",
                            "tls": { "certificate": "b.pem", "key": "b.key", "verifyHost": false }
                          }
                        }""")).isEmpty();
    }
}
