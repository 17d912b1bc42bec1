package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.Authority;
import dev.parley.testkit.Authority.Issued;
import dev.parley.testkit.ScriptedServer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client over TLS, mostly against our own server. */
@Timeout(60)
class ClientTlsTest {
    private static Authority authority;
    private static Issued good;

    @RegisterExtension
    final Stage stage = new Stage();

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        authority = new Authority(directory);
        good = authority.issue("good", "dns:localhost");
    }

    private Served serve(JsonObject tls) throws Exception {
        return stage.serve(new JsonObject().put("delay", 0).put("tls", tls).encode());
    }

    private Outcome play(String host, JsonObject tls, int port) throws Exception {
        return stage.play(
                new JsonObject()
                        .put("host", host)
                        .put("names", new JsonArray().add("Ada"))
                        .put("connectTimeout", "3s")
                        .put("tls", tls)
                        .encode(),
                port);
    }

    private void fails(Outcome outcome, int port, String why) {
        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.summary()).startsWith("client: cannot connect to 127.0.0.1:" + port + ": " + why);
        assertThat(stage.log()).filteredOn(line -> line.startsWith("client: ")).containsExactly(outcome.summary());
    }

    @Test
    void talksToAServerThatItTrusts() throws Exception {
        Served server = serve(good.shown());

        assertThat(play("localhost", authority.trusted(), server.port()).passed())
                .isTrue();
        assertThat(stage.said()).isEqualTo("Welcome!\nHello, Ada!\n");
    }

    @Test
    void trustsNobodyThatTheSystemDoesNotTrust() throws Exception {
        Served server = serve(good.shown());

        fails(play("localhost", new JsonObject(), server.port()), server.port(), "the certificate is not trusted (");
        stage.logged(line -> line.endsWith(" refused: the peer does not trust the certificate (certificate_unknown)."));
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        Served server = serve(good.shown());

        fails(
                play("127.0.0.1", authority.trusted(), server.port()),
                server.port(),
                "the certificate is for another host (No subject alternative names matching IP address 127.0.0.1 found)");
    }

    @Test
    void takesACertificateForAnotherHostIfItMay() throws Exception {
        Served server = serve(good.shown());

        assertThat(play("127.0.0.1", authority.trusted().put("verifyHost", false), server.port())
                        .passed())
                .isTrue();
    }

    @Test
    void asksForTheNameOfItsConfiguration() throws Exception {
        Issued named = authority.issue("named", "dns:named.example");
        Served server = serve(good.shown().put("sni", new JsonArray().add(named.shown())));

        assertThat(play("127.0.0.1", authority.trusted().put("sni", "named.example"), server.port())
                        .passed())
                .isTrue();
    }

    @Test
    void refusesACertificateThatHasExpired() throws Exception {
        Served server = serve(authority
                .issue("expired", "dns:localhost", Duration.ofDays(3), "EC")
                .shown());

        fails(
                play("localhost", authority.trusted(), server.port()),
                server.port(),
                "the certificate has expired (NotAfter: ");
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        Issued ann = authority.issue("ann", "dns:ann", Duration.ofHours(1), "RSA");
        Served server = serve(good.shown().mergeIn(authority.trusted()).put("clientAuth", "required"));

        assertThat(play("localhost", authority.trusted().mergeIn(ann.shown()), server.port())
                        .passed())
                .isTrue();
    }

    /** In TLS 1.3 the client is done with its handshake when it is refused. */
    @Test
    void tellsThatACertificateIsWanted() throws Exception {
        Served server = serve(good.shown().mergeIn(authority.trusted()).put("clientAuth", "required"));

        Outcome outcome = play("localhost", authority.trusted(), server.port());

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.summary()).contains("the peer wants a certificate");
        assertThat(stage.log()).filteredOn(line -> line.startsWith("client: ")).hasSize(1);
    }

    @Test
    void tellsThatTheServerDoesNotSpeakTls() throws Exception {
        Served plain = stage.serve("{'delay': 0}");

        fails(play("localhost", authority.trusted(), plain.port()), plain.port(), "expected TLS, got something else");
    }

    @Test
    void tellsThatTheServerIsTooOld() throws Exception {
        try (ScriptedServer old = ScriptedServer.with(peer -> {
            peer.reads(1);
            peer.says(new byte[] {21, 3, 1, 0, 2, 2, 70}).hearsToTheEnd();
        })) {
            fails(
                    play("localhost", authority.trusted(), old.port()),
                    old.port(),
                    "the peer wants another version of TLS (protocol_version)");
        }
    }

    @Test
    void tellsThatTheServerLeft() throws Exception {
        try (ScriptedServer rude = ScriptedServer.with(peer -> peer.reads(1))) {
            fails(
                    play("localhost", authority.trusted(), rude.port()),
                    rude.port(),
                    "the connection was closed in the TLS handshake");
        }
    }

    @Test
    void givesUpOnAHandshakeThatNeverEnds() throws Exception {
        try (ScriptedServer silent = ScriptedServer.with(peer -> {
            peer.reads(1);
            peer.hearsToTheEnd(); // which is ours
        })) {
            fails(
                    play("localhost", authority.trusted(), silent.port()),
                    silent.port(),
                    "no end of the TLS handshake within 3s");
            silent.played();
        }
    }
}
