package dev.parley.wire;

import dev.parley.report.Printable;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.BadPaddingException;
import javax.net.ssl.SSLException;

/** What TLS reports, on either side, in words for people. */
public final class TlsFaults {
    private static final Pattern ALERT = Pattern.compile("(?:Received fatal alert|fatal; Alert): (\\w+)");
    private static final Pattern TOO_OLD = Pattern.compile(
            "protocol (version|TLS|SSL)|protocol versions|protocol is disabled", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_HOST =
            Pattern.compile("Illegal server name, type=host_name.*value=\\{((?:[0-9A-F]{2})*)}", Pattern.DOTALL);

    private TlsFaults() {}

    /** Whether it is TLS that has failed. */
    public static boolean in(Throwable e) {
        return has(e, SSLException.class);
    }

    /** Whether the handshake has not ended in time. */
    public static boolean late(Throwable e) {
        return has(e, SslHandshakeTimeoutException.class);
    }

    /** Whether the connection is at fault, and not what was said on it. */
    public static boolean brokeOff(Throwable e) {
        return chain(e).anyMatch(t -> t instanceof IOException && !(t instanceof SSLException))
                || last(e) instanceof SSLException closed && told(closed).startsWith("Connection closed while");
    }

    public static String of(Throwable e) {
        Optional<CertificateExpiredException> expired = find(e, CertificateExpiredException.class);
        Optional<CertificateNotYetValidException> early = find(e, CertificateNotYetValidException.class);
        if (expired.isPresent()) {
            return "the certificate has expired (" + told(expired.get()) + ")";
        }
        if (early.isPresent()) {
            return "the certificate is not valid yet (" + told(early.get()) + ")";
        }
        if (has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class)) {
            return "the certificate is not trusted (" + told(last(e)) + ")";
        }
        Optional<CertificateException> other = find(e, CertificateException.class);
        if (other.isPresent()) {
            return "the certificate is for another host (" + told(other.get()) + ")";
        }
        if (has(e, NotSslRecordException.class)) {
            return "expected TLS, got something else";
        }
        if (has(e, BufferUnderflowException.class)) {
            return "expected a handshake of TLS, got one that is damaged";
        }
        Optional<BadPaddingException> unreadable = find(e, BadPaddingException.class);
        if (unreadable.isPresent()) {
            return ofUnreadable(told(unreadable.get()));
        }
        Optional<String> name = chain(e).flatMap(TlsFaults::noHost).findFirst();
        if (name.isPresent()) {
            return "expected the name of a host in SNI, got " + name.get();
        }
        return brokeOff(e) ? "the connection was closed in the TLS handshake" : ofMessage(told(last(e)));
    }

    /** Only an alert has two bytes: OpenSSL does not encrypt one about a certificate in TLS 1.3, and the JDK insists on it. */
    private static String ofUnreadable(String message) {
        return message.contains("fragment (2)")
                ? "the peer gave up TLS (unencrypted, so unread: it may not trust the certificate)"
                : "expected encrypted records of TLS, got one that is damaged";
    }

    /** The name that was asked for and that is none, as it came. */
    private static Stream<String> noHost(Throwable e) {
        Matcher refused = NO_HOST.matcher(String.valueOf(e.getMessage()));
        return refused.find() ? Stream.of(Printable.quoted(HexFormat.of().parseHex(refused.group(1)))) : Stream.empty();
    }

    /** The JDK has no types for these. */
    private static String ofMessage(String message) {
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return ofAlert(alert.group(1));
        }
        if (message.contains("Empty client certificate chain") || message.contains("null cert chain")) {
            return "expected a certificate of the client, got none";
        }
        if (TOO_OLD.matcher(message).find()) {
            return "expected TLS 1.2 or 1.3, got something older (" + message + ")";
        }
        if (message.contains("no cipher suites in common")) {
            return "there is no cipher that both sides know";
        }
        return "TLS failed (" + message + ")";
    }

    /** What the other side has said before it hung up. */
    private static String ofAlert(String alert) {
        String words = switch (alert) {
            case "protocol_version" -> "the peer wants another version of TLS";
            case "handshake_failure", "insufficient_security" ->
                "the peer accepts nothing that it was offered, or wants a certificate";
            case "certificate_required" -> "the peer wants a certificate";
            case "bad_certificate" -> "the peer wants a certificate, or another one";
            case "unknown_ca",
                    "certificate_unknown",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate",
                    "access_denied" -> "the peer does not trust the certificate";
            case "unrecognized_name" -> "the peer does not know the name that it was asked for";
            default -> "the peer gave up TLS";
        };
        return words + " (" + alert + ")";
    }

    /** The message alone, in one line. */
    private static String told(Throwable e) {
        return Printable.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        return find(e, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> type) {
        return chain(e).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable e) {
        return Stream.iterate(e, t -> t != null, Throwable::getCause);
    }

    private static Throwable last(Throwable e) {
        return e.getCause() == null ? e : last(e.getCause());
    }
}
