package dev.parley.fetch;

import dev.parley.config.Sizes;
import dev.parley.report.Printable;
import dev.parley.wire.SocketFaults;
import dev.parley.wire.TlsFaults;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What networks and disks report, in words for people. */
final class Reasons {
    /** How Java tells of it. */
    private static final Pattern NO_NUMBER = Pattern.compile("For input string: \"(.*)\"", Pattern.DOTALL);

    /** RFC 9113, 7. */
    private static final int PROTOCOL_ERROR = 1;

    private static final int REFUSED_STREAM = 7;

    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    private Reasons() {}

    /** Why there is no connection; {@code within} is what the wait for one was bounded by. */
    static String ofConnect(Throwable e, String within) {
        if (e instanceof TimeoutException || e instanceof ConnectTimeoutException || TlsFaults.late(e)) {
            return "no answer within " + within;
        }
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof ProxyConnectException) {
            return ofProxy(e);
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return bare(e);
        }
        if (TlsFaults.in(e)) {
            return TlsFaults.of(e);
        }
        return chain(e).anyMatch(ClosedChannelException.class::isInstance) ? "the connection was closed" : bare(e);
    }

    /** {@code http, none, /127.0.0.1:3128 => example.org/<unresolved>:443, status: 403 Forbidden}: just the end of it. */
    private static String ofProxy(Throwable e) {
        String told = bare(e);
        return "it says "
                + told.substring(told.lastIndexOf(", ") + 1).strip().replaceFirst("^(status|cmdStatus): ", "");
    }

    /** Whether the certificate is at fault, or what the server speaks: another address or try would not help. */
    static boolean untrustworthy(Throwable e) {
        return TlsFaults.in(e) && !TlsFaults.late(e) && !TlsFaults.brokeOff(e);
    }

    /** Whether the connection is gone, in whatever order. */
    private static boolean closed(Throwable e) {
        return e instanceof HttpClosedException || e instanceof ClosedChannelException;
    }

    /** Whether the server may not even have looked at what it was asked over HTTP/2. */
    static boolean unheard(Throwable e) {
        return closed(e) || e instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    }

    /** Why an answer broke off, with what had come of it. */
    static Failure ofAnswer(Throwable e, String url, String came) {
        if (e instanceof StreamResetException reset) {
            // Netty resets a stream so whose head is longer than maxHeader, and leaves no trace of why.
            String known = reset.getCode() == PROTOCOL_ERROR ? ", as for a head longer than maxHeader" : "";
            return Failure.cut(url + ": " + came + " (HTTP/2 error " + reset.getCode() + known + ")");
        }
        if (closed(e) || e instanceof PrematureChannelClosureException) {
            return Failure.cut(url + ": " + came);
        }
        if (untrustworthy(e)) { // in TLS 1.3 a client is done with its handshake when its own certificate is refused
            return Failure.wrong(url + ": " + TlsFaults.of(e));
        }
        if (e instanceof IOException) {
            return Failure.cut(url + ": " + came + " (" + bare(e) + ")");
        }
        if (e instanceof TooLongHttpHeaderException) {
            return Failure.wrong(url + ": the answer has a header longer than " + allowed(e));
        }
        if (e instanceof TooLongHttpLineException) {
            return Failure.wrong(
                    url + ": the answer has a line longer than " + HttpClients.LONGEST_LINE / 1024 + "KiB");
        }
        return Failure.wrong(url + ": expected HTTP, got something else ("
                + (e instanceof NumberFormatException ? noNumber(e) : bare(e)) + ")");
    }

    /** The size in a message of Netty's, which has it in digits. */
    private static String allowed(Throwable e) {
        Matcher digits = DIGITS.matcher(String.valueOf(e.getMessage()));
        return digits.find() ? Sizes.print(Long.parseLong(digits.group())) : "it may be";
    }

    private static String noNumber(Throwable e) {
        if (e.getMessage() == null) {
            return "a number is missing";
        }
        Matcher text = NO_NUMBER.matcher(e.getMessage());
        return text.matches()
                ? Printable.quoted(text.group(1).getBytes(StandardCharsets.UTF_8)) + " is no number"
                : bare(e);
    }

    /** Why a file cannot be made in a directory that is there: some, as {@code /proc}, then say that the file is not. */
    static String ofNewFile(Throwable e, Path directory) {
        return chain(e).anyMatch(NoSuchFileException.class::isInstance)
                ? "no file can be made in " + directory
                : ofFile(e);
    }

    /** Whether a part has come or gone while it was to be opened. */
    static boolean anotherCame(Throwable e) {
        return chain(e).anyMatch(t -> t instanceof NoSuchFileException || t instanceof FileAlreadyExistsException);
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
        boolean ofSocket = plain instanceof IOException && !(plain instanceof FileSystemException);
        String message = plain.getMessage() == null ? plain.getClass().getSimpleName() : plain.getMessage();
        return Printable.of(ofSocket ? SocketFaults.words(plain) : message);
    }

    private static Stream<Throwable> chain(Throwable e) {
        return Stream.iterate(e, t -> t != null, Throwable::getCause);
    }
}
