package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.parley.testkit.Authority;
import dev.parley.testkit.Authority.Issued;
import dev.parley.testkit.Flood;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import dev.parley.wire.Transports;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over TLS, seen by clients that are Java's own. */
@Timeout(60)
class ServerTlsTest {
    private static Authority authority;
    private static Authority stranger;
    private static Issued good;
    private static Issued other;
    private static Issued ann;

    @RegisterExtension
    final Stage stage = new Stage();

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        authority = new Authority(directory);
        stranger = new Authority(directory, "stranger");
        good = authority.issue("good", "dns:localhost,ip:127.0.0.1");
        other = authority.issue("other", "dns:other.example,dns:*.wild.example", Duration.ofHours(1), "RSA");
        ann = authority.issue("ann", "dns:ann");
    }

    private Served serve(JsonObject tls) throws Exception {
        return serve(tls, 1);
    }

    private Served serve(JsonObject tls, int instances) throws Exception {
        return stage.serve(new JsonObject().put("delay", 0).put("tls", tls).encode(), instances);
    }

    private static Peer peer(Served server, String... versions) throws Exception {
        return Peer.tls(authority.client(), "localhost", server.port(), versions);
    }

    private static String shownTo(Peer peer) throws Exception {
        X509Certificate shown =
                (X509Certificate) ((SSLSocket) peer.socket()).getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tellsTheTutorialsStory(String version) throws Exception {
        Served server = serve(good.shown());

        try (Peer peer = peer(server, version)) {
            peer.hears("Welcome!\n").says("Michael\nTracy\nexit\n");
            assertThat(peer.hearsToTheEnd()).isEqualTo("Hello, Michael!\nHello, Tracy!\n");
            peer.ends();
            stage.logged(line -> line.equals("Connection from " + peer.address() + " closed."));
        }
    }

    @Test
    void everyInstanceEncrypts() throws Exception {
        Served server = serve(good.shown(), 3);

        for (int i = 0; i < 6; i++) {
            try (Peer peer = peer(server)) {
                peer.hears("Welcome!\n").says("Ada\n").hears("Hello, Ada!\n");
            }
        }
    }

    /** What comes in the client's last packet of the handshake is not lost. */
    @Test
    void hearsWhatIsSaidAtOnce() throws Exception {
        Served server = serve(good.shown());

        for (int i = 0; i < 20; i++) {
            try (Peer peer = peer(server)) {
                peer.says("Ada\n").hears("Welcome!\nHello, Ada!\n");
            }
        }
    }

    @Test
    void answersWhatIsOwedAfterACloseNotifyOfTls13() throws Exception {
        Served server = stage.serve(
                new JsonObject().put("delay", "100ms").put("tls", good.shown()).encode());

        try (Peer peer = peer(server, "TLSv1.3")) {
            peer.says("Ada\nBob\n").ends();
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, Ada!\nHello, Bob!\n");
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 2 records, 0 replies lost.");
    }

    @Test
    void countsWhatACloseNotifyOfTls12HasLost() throws Exception {
        Served server = stage.serve(
                new JsonObject().put("delay", "10m").put("tls", good.shown()).encode());

        try (Peer peer = peer(server, "TLSv1.2")) {
            peer.hears("Welcome!\n").says("Ada\nBob\n").ends();
            stage.logged(("Connection from " + peer.address() + " closed, 2 replies lost.")::equals);
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 2 records, 2 replies lost.");
    }

    /** Whoever just hangs up, without a word of TLS, is owed as much. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void answersWhatIsOwedAfterAFin(String version) throws Exception {
        Served server = stage.serve(
                new JsonObject().put("delay", "100ms").put("tls", good.shown()).encode());

        try (Peer peer = peer(server, version)) {
            peer.says("Ada\nBob\n").endsWithoutNotice();
            assertThat(peer.hearsToTheEnd()).isEqualTo("Welcome!\nHello, Ada!\nHello, Bob!\n");
        }
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 2 records, 0 replies lost.");
    }

    /** Not even TLS's word for the end comes before it. */
    @Test
    void resetsWithoutAWord() throws Exception {
        Served server = stage.serve(new JsonObject()
                .put("tls", good.shown())
                .put("rules", new JsonArray().add(new JsonObject().put("then", "reset")))
                .encode());

        try (Peer peer = peer(server)) {
            peer.hears("Welcome!\n").says("Ada\n");
            assertThatThrownBy(peer::hearsToTheEnd).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "required"})
    void asksForACertificate(String clientAuth) throws Exception {
        Served server = serve(good.shown().mergeIn(authority.trusted()).put("clientAuth", clientAuth));

        try (Peer peer = Peer.tls(authority.client(ann), "localhost", server.port())) {
            peer.hears("Welcome!\n");
        }
    }

    @Test
    void servesWhoeverShowsNoneIfItIsOnlyRequested() throws Exception {
        Served server = serve(good.shown().mergeIn(authority.trusted()).put("clientAuth", "request"));

        try (Peer peer = peer(server)) {
            peer.hears("Welcome!\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusesWhoeverShowsNoneIfItIsRequired(String version) throws Exception {
        Served server = serve(good.shown().mergeIn(authority.trusted()).put("clientAuth", "required"));

        assertThatThrownBy(() -> peer(server, version).hears("Welcome!\n")).isInstanceOf(IOException.class);
        assertRefused("expected a certificate of the client, got none");
    }

    @Test
    void refusesACertificateThatAStrangerVouchesFor() throws Exception {
        Issued eve = stranger.issue("eve", "dns:eve");
        Served server = serve(good.shown().mergeIn(authority.trusted()).put("clientAuth", "required"));

        assertThatThrownBy(() -> Peer.tls(authority.client(eve), "localhost", server.port())
                        .hears("Welcome!\n"))
                .isInstanceOf(IOException.class);
        assertRefused("the certificate is not trusted (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void showsTheCertificateOfTheNameThatIsAskedFor(String version) throws Exception {
        Served server = serve(good.shown().put("sni", new JsonArray().add(other.shown())));

        assertThat(shown(server, "other.example", version)).isEqualTo("CN=other");
        assertThat(shown(server, "OTHER.example", version)).isEqualTo("CN=other");
        assertThat(shown(server, "a.wild.example", version)).isEqualTo("CN=other");
        assertThat(shown(server, "a.b.wild.example", version)).isEqualTo("CN=good");
        assertThat(shown(server, "wild.example", version)).isEqualTo("CN=good");
        assertThat(shown(server, "localhost", version)).isEqualTo("CN=good");
        assertThat(shown(server, "127.0.0.1", version)).isEqualTo("CN=good");
    }

    private static String shown(Served server, String name, String version) throws Exception {
        try (Peer peer = Peer.tls(authority.client(), name, server.port(), version)) {
            peer.hears("Welcome!\n");
            return shownTo(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void servesNewFilesToNewConnectionsWhileOldOnesGoOn(int instances, @TempDir Path directory) throws Exception {
        Path certificate = Files.copy(good.certificate(), directory.resolve("served.pem"));
        Path key = Files.copy(good.key(), directory.resolve("served.key"));
        Served server = serve(
                new JsonObject().put("certificate", certificate.toString()).put("key", key.toString()), instances);

        try (Peer old = peer(server)) {
            old.hears("Welcome!\n");
            Issued newer = authority.issue("newer" + instances, "dns:localhost");
            Files.copy(newer.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(newer.key(), key, StandardCopyOption.REPLACE_EXISTING);
            stage.logged(line ->
                    line.equals("Certificates have changed: new connections get those of " + certificate + "."));

            for (int i = 0; i < instances; i++) {
                try (Peer fresh = peer(server)) {
                    assertThat(shownTo(fresh)).isEqualTo("CN=newer" + instances);
                    fresh.hears("Welcome!\n");
                }
            }
            old.says("Ada\n").hears("Hello, Ada!\n");
            assertThat(shownTo(old)).isEqualTo("CN=good");
        }
        assertThat(stage.log())
                .filteredOn(line -> line.startsWith("Certificates"))
                .hasSize(1);
    }

    @Test
    void staysWithTheOldFilesIfTheNewOnesAreNoGood(@TempDir Path directory) throws Exception {
        Path certificate = Files.copy(good.certificate(), directory.resolve("served.pem"));
        Path key = Files.copy(good.key(), directory.resolve("served.key"));
        Served server = serve(
                new JsonObject().put("certificate", certificate.toString()).put("key", key.toString()));

        Files.copy(other.key(), key, StandardCopyOption.REPLACE_EXISTING);

        stage.logged(
                line -> line.equals("Certificates have changed, but stay as they were: server.tls: expected the key of "
                        + certificate + ", got that of another at " + key));
        try (Peer peer = peer(server)) {
            peer.hears("Welcome!\n");
            assertThat(shownTo(peer)).isEqualTo("CN=good");
        }
    }

    /** TLS would wait for its last word to be read. */
    @Test
    void isNotHeldUpByWhoReadsNothing() throws Exception {
        Served server = stage.serve(new JsonObject("{\"delay\": 0, \"drain\": \"100ms\"}")
                .put("tls", good.shown())
                .encode());
        try (Peer peer = peer(server)) {
            Flood flood = Flood.of(peer);
            flood.stuckAt(server);
            long began = System.nanoTime();
            server.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2900));
            flood.ends();
        }
    }

    @Test
    void makesACertificateUpToTryThingsOut() throws Exception {
        Served server = stage.serve("{\"tls\": \"self-signed\"}", 2);
        String warning =
                stage.logged(line -> line.startsWith("WARNING: TLS with a certificate that nobody vouches for"));
        String file = warning.replaceAll(".* it is in (.*) until the end\\.", "$1");

        assertThat(stage.play(
                                new JsonObject()
                                        .put("host", "localhost")
                                        .put("names", new JsonArray())
                                        .put("tls", new JsonObject().put("trust", file))
                                        .encode(),
                                server.port())
                        .passed())
                .isTrue();
        assertThat(stage.log()).filteredOn(line -> line.startsWith("WARNING")).hasSize(1);
    }

    @Test
    void refusesPlainText() throws Exception {
        Served server = serve(good.shown());

        try (Peer plain = server.peer()) {
            plain.says("Hello, I am plain text\n");
            assertRefused(plain, "expected TLS, got something else");
            plain.socket().getInputStream().readAllBytes(); // an alert, and the end
        }
    }

    /** Java offers no old version any more: this is a ClientHello of TLS 1.1, byte by byte. */
    @Test
    void refusesAProtocolThatIsTooOld() throws Exception {
        Served server = serve(good.shown());
        byte[] random = new byte[32];
        Buffer hello = Buffer.buffer(new byte[] {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2})
                .appendBytes(random)
                .appendBytes(new byte[] {0, 0, 2, (byte) 0xc0, 0x13, 1, 0});

        try (Peer old = server.peer()) {
            old.says(hello.getBytes());
            assertThat(old.reads(7))
                    .as("the alert protocol_version")
                    .startsWith(21)
                    .endsWith(2, 70);
            old.hearsTheEnd();
            assertRefused("expected TLS 1.2 or 1.3, got something older (");
        }
    }

    @Test
    void givesUpOnAHandshakeThatNeverEnds() throws Exception {
        Served server = serve(good.shown().put("handshakeTimeout", "200ms"));

        try (Peer silent = server.peer()) {
            assertThat(silent.hearsToTheEnd()).isEmpty();
            assertRefused(silent, "no end of the TLS handshake within 200ms");
        }
        assertThat(server.open()).isZero();
    }

    /** There is one seat: whoever takes it and does not get to the end of a handshake leaves it to others. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    silence         |                          | no end of the TLS handshake within 300ms
                    plain text      | 474554202f20485454500d0a | expected TLS, got something else
                    a cut-off hello | 160301000401000000       | expected a handshake of TLS, got one that is damaged
                    half a hello    | 160301002d01000029030368 | no end of the TLS handshake within 300ms
                    """)
    void aHandshakeThatFailsHoldsNothing(String what, String said, String why) throws Exception {
        Served server = stage.serve(new JsonObject()
                .put("delay", 0)
                .put("limits", new JsonObject().put("connections", 1))
                .put("tls", good.shown().put("handshakeTimeout", "300ms"))
                .encode());

        try (Peer bad = server.peer()) {
            bad.says(HexFormat.of().parseHex(said == null ? "" : said));
            bad.socket().getInputStream().readAllBytes(); // an alert, if anything, and the end
            assertRefused(bad, why);
        }
        Stage.await(() -> isGreeted(server));
        Stage.await(() -> server.open() == 0);
    }

    /** A slow machine may need more than one try. */
    private static boolean isGreeted(Served server) throws Exception {
        try (Peer peer = peer(server)) {
            peer.hears("Welcome!\n").says("Ada\n").hears("Hello, Ada!\n");
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void isNotKeptFromItsEndByAHandshake() throws Exception {
        Served server = serve(good.shown());

        try (Peer silent = server.peer()) {
            try (Peer proof = peer(server)) {
                proof.hears("Welcome!\n");
            }
            long began = System.nanoTime();
            server.stop();
            silent.hearsToTheEnd(); // an alert, and the end
            assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void tellsOfAPeerThatLeavesInTheHandshake() throws Exception {
        // There the peer is let go when the time for the handshake is over.
        assumeFalse(
                "io_uring".equals(System.getProperty(Transports.PROPERTY)),
                "Netty 4.2.12 on io_uring misses a reset right behind what was said");
        Served server = serve(good.shown());

        try (Peer peer = server.peer()) {
            peer.says(new byte[] {22, 3, 1, 0}).resets();
            assertRefused("the connection was closed in the TLS handshake");
        }
    }

    @Test
    void tellsOfAPeerThatDoesNotTrustIt() throws Exception {
        Served server = serve(good.shown());

        assertThatThrownBy(() -> Peer.tls(stranger.client(), "localhost", server.port()))
                .isInstanceOf(SSLException.class);
        // The first is what a JDK of 17 says, and the second one of 25.
        assertThat(stage.logged(line -> line.contains(" refused: ")))
                .containsAnyOf(
                        ": the peer does not trust the certificate (certificate_unknown).",
                        ": the peer wants a certificate, or another one (bad_certificate).");
        assertThat(stage.log()).noneMatch(one -> one.startsWith("Accept"));
    }

    private void assertRefused(Peer peer, String why) throws Exception {
        assertThat(stage.logged(line -> line.startsWith("Connection from " + peer.address() + " refused")))
                .isEqualTo("Connection from " + peer.address() + " refused: " + why + ".");
    }

    private void assertRefused(String why) throws Exception {
        String line = stage.logged(one -> one.contains(" refused: "));
        assertThat(line)
                .matches("Connection from 127\\.0\\.0\\.1:\\d+ refused: .*")
                .contains(" refused: " + why);
        assertThat(stage.log()).noneMatch(one -> one.startsWith("Accept"));
    }
}
