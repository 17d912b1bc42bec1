package dev.parley.fetch;

import dev.parley.report.Printable;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What networks, certificates and disks report, in words for people. */
final class Reasons {
    private Reasons() {}

    /** Why there is no connection; {@code within} is what the wait for one was bounded by. */
    static String ofConnect(Throwable e, String within) {
        if (e instanceof TimeoutException
                || e instanceof ConnectTimeoutException
                || has(e, SslHandshakeTimeoutException.class)) {
            return "no answer within " + within;
        }
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return bare(e);
        }
        if (has(e, SSLException.class)) {
            return ofTls(e);
        }
        return has(e, ClosedChannelException.class) ? "the connection was closed" : bare(e);
    }

    /** Whether the certificate is at fault, or what the server speaks: another address or try would not help. */
    static boolean untrustworthy(Throwable e) {
        return has(e, SSLException.class) && !has(e, SslHandshakeTimeoutException.class) && !brokeOff(e);
    }

    /** Whether the connection is at fault and not what was said on it. */
    private static boolean brokeOff(Throwable e) {
        return chain(e).anyMatch(t -> t instanceof IOException && !(t instanceof SSLException));
    }

    private static String ofTls(Throwable e) {
        Optional<CertificateExpiredException> expired = find(e, CertificateExpiredException.class);
        Optional<CertificateNotYetValidException> early = find(e, CertificateNotYetValidException.class);
        if (expired.isPresent()) {
            return "the certificate has expired (" + bare(expired.get()) + ")";
        }
        if (early.isPresent()) {
            return "the certificate is not valid yet (" + bare(early.get()) + ")";
        }
        if (has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class)) {
            return "the certificate is not trusted (" + bare(last(e)) + ")";
        }
        if (has(e, CertificateException.class)) {
            return "the certificate is for another host ("
                    + bare(find(e, CertificateException.class).orElseThrow()) + ")";
        }
        if (has(e, NotSslRecordException.class)) {
            return "expected TLS, got something else";
        }
        return brokeOff(e) ? "the connection was closed in the TLS handshake" : "TLS failed (" + bare(last(e)) + ")";
    }

    /** Why an answer broke off, with what had come of it. */
    static Failure ofAnswer(Throwable e, String url, String came) {
        if (e instanceof HttpClosedException
                || e instanceof ClosedChannelException
                || e instanceof PrematureChannelClosureException) {
            return Failure.passing(url + ": " + came);
        }
        if (e instanceof IOException) {
            return Failure.passing(url + ": " + came + " (" + bare(e) + ")");
        }
        return Failure.lasting(url + ": expected HTTP, got something else (" + bare(e) + ")");
    }

    /** Why a file cannot be made, written or renamed. */
    static String ofFile(Throwable e) {
        Throwable cause =
                chain(e).filter(t -> t instanceof IOException).findFirst().orElse(e);
        if (cause instanceof AccessDeniedException) {
            return "no permission to write there";
        }
        if (cause instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is in the way";
        }
        if (cause instanceof NoSuchFileException gone) {
            return gone.getFile() + " is gone";
        }
        return cause instanceof FileSystemException file && file.getReason() != null ? file.getReason() : bare(cause);
    }

    /** The message alone: without the address that some add, and without line ends. */
    private static String bare(Throwable e) {
        Throwable plain = e.getCause() != null && e.getClass().getName().contains("Annotated") ? e.getCause() : e;
        String message = plain.getMessage() == null ? plain.getClass().getSimpleName() : plain.getMessage();
        return Printable.of(message);
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
