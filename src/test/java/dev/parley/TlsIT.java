package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testkit.Authority;
import dev.parley.testkit.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TLS server as a process, and clients that are not ours. */
@Timeout(120)
class TlsIT {
    private static final String TLS = "\"tls\": {\"certificate\": \"localhost.pem\", \"key\": \"localhost.key\"}";
    private static final String TUTORIAL = "\"delay\": 0, " + TLS;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        new Authority(directory).issue("localhost", "dns:localhost,ip:127.0.0.1");
    }

    private static Command serve(String keys) throws Exception {
        return Command.runSh(directory, "server", "-conf", "{\"server\": {\"port\": 0, " + keys + "}}");
    }

    /** A shell's command with a tool that may not be there. */
    private static Command.Result shell(String tool, String command) throws Exception {
        try (Command found = Command.run(directory, Map.of(), List.of("sh", "-c", "command -v " + tool))) {
            assumeTrue(found.ends().exitCode() == 0, tool + " is not installed");
        }
        try (Command running = Command.run(directory, Map.of(), List.of("sh", "-c", command))) {
            return running.ends();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslTalksToIt(String version) throws Exception {
        try (Command server = serve(TUTORIAL)) {
            Command.Result result = shell(
                    "openssl",
                    "printf 'Ada\\nexit\\n' | openssl s_client -quiet %s -CAfile ca.pem -verify_return_error -connect 127.0.0.1:%d"
                            .formatted(version, server.port()));

            assertThat(result.out()).as(result.err().toString()).containsExactly("Welcome!", "Hello, Ada!");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void opensslFindsNoOlderProtocol(String version) throws Exception {
        try (Command server = serve(TUTORIAL)) {
            Command.Result result = shell(
                    "openssl",
                    "openssl s_client %s -cipher DEFAULT@SECLEVEL=0 -connect 127.0.0.1:%d < /dev/null"
                            .formatted(version, server.port()));
            // One that is built without them does not even ask.
            assumeTrue(!result.err().toString().contains("nknown option"), "openssl has no " + version);

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(server.logs(line -> line.contains(" refused: ")))
                    .matches("Connection from 127\\.0\\.0\\.1:\\d+ refused: expected TLS 1\\.2 or 1\\.3,"
                            + " got something older \\(.*\\)\\.");
        }
    }

    @Test
    void opensslIsRefusedToRenegotiate() throws Exception {
        try (Command server = serve(TUTORIAL)) {
            shell(
                    "openssl",
                    "printf 'R\\n' | openssl s_client -tls1_2 -CAfile ca.pem -connect 127.0.0.1:" + server.port());

            assertThat(server.logs(line -> line.contains(" closed")))
                    .contains("Client initiated renegotiation is not allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslAsksForANameThatNoHostHas(String version) throws Exception {
        try (Command server = serve(TUTORIAL)) {
            shell(
                    "openssl",
                    "openssl s_client %s -servername my_host -connect 127.0.0.1:%d < /dev/null"
                            .formatted(version, server.port()));

            assertThat(server.logs(line -> line.contains(" refused: ")))
                    .endsWith(" refused: expected the name of a host in SNI, got \"my_host\".");
        }
    }

    /** With TLS 1.3, it says so before it encrypts, which a JDK of 17 does not read then. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslDoesNotTrustIt(String version) throws Exception {
        try (Command server = serve(TUTORIAL)) {
            shell(
                    "openssl",
                    "openssl s_client %s -verify_return_error -connect 127.0.0.1:%d < /dev/null"
                            .formatted(version, server.port()));

            assertThat(server.logs(line -> line.contains(" refused: ")))
                    .containsAnyOf(
                            " refused: the peer does not trust the certificate (unknown_ca).",
                            " refused: the peer gave up TLS (unencrypted, so unread: it may not trust the certificate).");
        }
    }

    @Test
    void itsOwnClientShowsACertificate() throws Exception {
        String shown = "\"certificate\": \"localhost.pem\", \"key\": \"localhost.key\", \"trust\": \"ca.pem\"";
        try (Command server = serve("\"delay\": 0, \"tls\": {\"clientAuth\": \"required\", " + shown + "}")) {
            String conf = "{\"client\": {\"host\": \"localhost\", \"port\": " + server.port()
                    + ", \"names\": [\"Ada\"], \"tls\": {" + shown + "}}}";
            try (Command client = Command.runSh(directory, "client", "-conf", conf)) {
                Command.Result ended = client.ends();
                assertThat(ended.exitCode()).as(ended.err().toString()).isZero();
                assertThat(ended.out()).contains("Hello, Ada!");
            }
        }
    }

    @Test
    void ncatTalksToIt() throws Exception {
        try (Command server = serve(TUTORIAL)) {
            Command.Result result = shell(
                    "ncat",
                    "printf 'Ada\\nexit\\n' | ncat -4 --ssl --ssl-verify --ssl-trustfile ca.pem localhost "
                            + server.port());

            assertThat(result.out()).as(result.err().toString()).containsExactly("Welcome!", "Hello, Ada!");
        }
    }

    @Test
    void curlTalksToIt() throws Exception {
        String http = "\"framing\": \"crlf\", \"greeting\": false, \"rules\": [{\"on\": \"\", \"say\":"
                + " [\"HTTP/1.1 200 OK\", \"Content-Length: 5\", \"\", \"hello\"], \"then\": \"close\"},"
                + " {\"silent\": true}], ";
        try (Command server = serve(http + TLS)) {
            Command.Result result =
                    shell("curl", "curl -sS --noproxy '*' --cacert ca.pem https://127.0.0.1:" + server.port() + "/");

            assertThat(result.out()).as(result.err().toString()).containsExactly("hello");
        }
    }

    @Test
    void pythonTalksToIt() throws Exception {
        String program = """
                import socket, ssl, sys
                tls = ssl.create_default_context(cafile="ca.pem")
                with tls.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1]))),
                                     server_hostname="localhost") as peer:
                    lines = peer.makefile("rw")
                    print(peer.version(), lines.readline(), end="")
                    lines.write("Ada\\nexit\\n")
                    lines.flush()
                    print(lines.read(), end="")
                """;
        try (Command server = serve(TUTORIAL)) {
            Command.Result result = shell("python3", "python3 -c '" + program + "' " + server.port());

            assertThat(result.out()).as(result.err().toString()).containsExactly("TLSv1.3 Welcome!", "Hello, Ada!");
        }
    }
}
