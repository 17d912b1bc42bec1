package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFaultsTest {
    private static Throwable handshake(Throwable cause) {
        return new DecoderException(new SSLHandshakeException("handshake failed").initCause(cause));
    }

    @Test
    void tellsWhatIsWrongWithACertificate() {
        assertThat(TlsFaults.of(handshake(new CertPathValidatorException("x", new CertificateExpiredException("old")))))
                .isEqualTo("the certificate has expired (old)");
        assertThat(TlsFaults.of(handshake(new CertificateNotYetValidException("new"))))
                .isEqualTo("the certificate is not valid yet (new)");
        assertThat(TlsFaults.of(handshake(new CertPathValidatorException("no anchor"))))
                .isEqualTo("the certificate is not trusted (no anchor)");
        assertThat(TlsFaults.of(handshake(new CertificateException("No name"))))
                .isEqualTo("the certificate is for another host (No name)");
    }

    @Test
    void tellsThatItIsNoTls() {
        assertThat(TlsFaults.of(new NotSslRecordException("not an SSL/TLS record: 00")))
                .isEqualTo("expected TLS, got something else");
    }

    @Test
    void tellsThatAHandshakeIsDamaged() {
        assertThat(TlsFaults.of(handshake(new BufferUnderflowException())))
                .isEqualTo("expected a handshake of TLS, got one that is damaged");
    }

    @Test
    void tellsThatARecordIsDamaged() {
        assertThat(TlsFaults.of(handshake(new AEADBadTagException("Tag mismatch!"))))
                .isEqualTo("expected encrypted records of TLS, got one that is damaged");
        assertThat(
                        TlsFaults.of(
                                handshake(
                                        new BadPaddingException(
                                                "Insufficient buffer remaining for AEAD cipher fragment (5). Needs to be more than tag size (16)"))))
                .isEqualTo("expected encrypted records of TLS, got one that is damaged");
    }

    @Test
    void tellsOfAnAlertThatIsNotEncrypted() {
        assertThat(
                        TlsFaults.of(
                                handshake(
                                        new BadPaddingException(
                                                "Insufficient buffer remaining for AEAD cipher fragment (2). Needs to be more than tag size (16)"))))
                .isEqualTo("the peer gave up TLS (unencrypted, so unread: it may not trust the certificate)");
    }

    /** Not in Java's words for it, which have lost what is not UTF-8. */
    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            6D795F686F7374 → "my_host"
            612062         → "a b"
            61FF62         → "a\\xffb"
            610A62         → "a\\nb"
            """)
    void tellsOfANameThatNoHostHas(String bytes, String shown) {
        Throwable refused =
                new SSLProtocolException("Illegal server name, type=host_name(0), name=a\n…, value={" + bytes + "}");
        refused.initCause(new IllegalArgumentException(
                "The encoded server name value is invalid",
                new IllegalArgumentException("Contains non-LDH ASCII characters")));

        assertThat(TlsFaults.of(new DecoderException(refused)))
                .isEqualTo("expected the name of a host in SNI, got " + shown);
    }

    @Test
    void tellsThatTheConnectionBroke() {
        assertThat(TlsFaults.of(handshake(new ClosedChannelException())))
                .isEqualTo("the connection was closed in the TLS handshake");
        assertThat(TlsFaults.brokeOff(handshake(new IOException("Connection reset"))))
                .isTrue();
        assertThat(TlsFaults.brokeOff(handshake(new CertificateException("No name"))))
                .isFalse();
    }

    @Test
    void tellsThatItTookTooLong() {
        assertThat(TlsFaults.late(handshake(new SslHandshakeTimeoutException("10s"))))
                .isTrue();
        assertThat(TlsFaults.late(handshake(new IOException("10s")))).isFalse();
    }

    @Test
    void knowsWhatIsNoTls() {
        assertThat(TlsFaults.in(new IOException("Connection reset"))).isFalse();
        assertThat(TlsFaults.in(handshake(null))).isTrue();
    }

    /** What JDK 17 and its successors say. */
    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            Empty client certificate chain → expected a certificate of the client, got none
            Received fatal alert: unknown_ca → the peer does not trust the certificate (unknown_ca)
            (unknown_ca) Received fatal alert: unknown_ca → the peer does not trust the certificate (unknown_ca)
            Received fatal alert: protocol_version → the peer wants another version of TLS (protocol_version)
            Unexpected plaintext alert received: Level: fatal; Alert: unknown_ca → the peer does not trust the certificate (unknown_ca)
            Received fatal alert: handshake_failure → the peer accepts nothing that it was offered, or wants a certificate (handshake_failure)
            Received fatal alert: bad_certificate → the peer wants a certificate, or another one (bad_certificate)
            Received fatal alert: certificate_required → the peer wants a certificate (certificate_required)
            Received fatal alert: unrecognized_name → the peer does not know the name that it was asked for (unrecognized_name)
            Received fatal alert: internal_error → the peer gave up TLS (internal_error)
            no cipher suites in common → there is no cipher that both sides know
            The server selected protocol version TLS11 is not accepted by client preferences [TLS13, TLS12] → expected TLS 1.2 or 1.3, got something older (The server selected protocol version TLS11 is not accepted by client preferences [TLS13, TLS12])
            The client supported protocol versions[TLSv1.1] are not accepted by server preferences [TLS13, TLS12] → expected TLS 1.2 or 1.3, got something older (The client supported protocol versions[TLSv1.1] are not accepted by server preferences [TLS13, TLS12])
            Invalid ClientHello message → TLS failed (Invalid ClientHello message)
            """)
    void wordsAMessage(String message, String words) {
        assertThat(TlsFaults.of(new DecoderException(new SSLHandshakeException(message))))
                .isEqualTo(words);
    }
}
