package dev.parley.fetch;

import dev.parley.wire.Addresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An absolute http or https URL, as far as a request needs it: without a fragment, which is never sent.
 *
 * @param host a name or a literal address, an IPv6 one without its brackets
 * @param target path and query as they are sent, beginning with {@code /}
 */
record Url(boolean secure, String host, int port, String target) {
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._~-]+))(?::(\\d{0,5}))?");

    /** Reaches beyond the authority where what follows a colon is no port: a password may have a slash in it. */
    private static final Pattern USER = Pattern.compile(
            "^((?:[A-Za-z][A-Za-z0-9+.-]*:)?/+)?(?:[^/?#]*|[^/?#:]*:(?!\\d*(?:[/?#]|$)).*)@", Pattern.DOTALL);

    /** In place of one that could not be read. */
    static final Url HARMLESS = new Url(false, "localhost", 80, "/");

    /**
     * Reads what somebody wrote.
     *
     * @throws URISyntaxException with the wish that {@code text} does not meet as its reason, and as its input the
     *     text {@link #withoutUser}
     */
    static Url parse(String text) throws URISyntaxException {
        return of(uri(text));
    }

    /** Where a {@code Location} leads from here; throws as {@link #parse} does. */
    Url resolve(String location) throws URISyntaxException {
        URI there = uri(location);
        if (there.isAbsolute()) {
            return of(there);
        }
        if (there.getRawAuthority() != null) {
            return parse(scheme() + ":" + location);
        }
        URI here = new URI(toString());
        if (there.getRawPath().isEmpty()) {
            // URI.resolve takes an empty path for a directory's own
            String query = there.getRawQuery() == null ? here.getRawQuery() : there.getRawQuery();
            return new Url(secure, host, port, here.getRawPath() + (query == null ? "" : "?" + query));
        }
        Url led = of(here.resolve(there));
        return new Url(
                secure,
                host,
                port,
                led.target.replaceFirst("^(/\\.\\.)+(?=[/?]|$)", "").replaceFirst("^(?!/)", "/"));
    }

    /** What may be shown of a text that may be no URL: no name and no password before an {@code @}. */
    static String withoutUser(String text) {
        Matcher user = USER.matcher(text);
        return user.find() ? Objects.requireNonNullElse(user.group(1), "") + "…@" + text.substring(user.end()) : text;
    }

    private static URISyntaxException refusal(String text, String wish) {
        return new URISyntaxException(withoutUser(text), wish);
    }

    private static URI uri(String text) throws URISyntaxException {
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw refusal(text, "an http or https URL with all but plain ASCII escaped, a blank as %20");
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw refusal(text, "an http or https URL");
        }
    }

    private static Url of(URI uri) throws URISyntaxException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        boolean secure = scheme.equals("https");
        if (authority.contains("@")) {
            throw refusal(uri.toString(), "a URL without user name and password");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!secure && !scheme.equals("http") || !parts.matches()) {
            throw refusal(uri.toString(), "an http or https URL");
        }
        String written = parts.group(3);
        int port = written == null || written.isEmpty() ? usualPort(secure) : Integer.parseInt(written);
        if (port < 1 || port > 65535) {
            throw refusal(uri.toString(), "an http or https URL with a port from 1 to 65535");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Url(secure, parts.group(1) == null ? parts.group(2) : parts.group(1), port, path + query);
    }

    private static int usualPort(boolean secure) {
        return secure ? 443 : 80;
    }

    private String scheme() {
        return secure ? "https" : "http";
    }

    /** The host as it is written in URLs. */
    String bracketed() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** For the {@code Host} header: the port only where it is not the scheme's own. */
    String authority() {
        String full = Addresses.print(host, port);
        return port == usualPort(secure) ? full.substring(0, full.lastIndexOf(':')) : full;
    }

    /** The name to save under: the path's last segment, made a plain name; {@code index.html} where there is none. */
    String fileName() {
        return FileName.ofPath(target.replaceFirst("\\?.*", "")).orElse("index.html");
    }

    /** Where it is, whoever asks for it and however. */
    String withoutQuery() {
        return origin() + target.replaceFirst("\\?.*", "");
    }

    /** Scheme, host and port. */
    String origin() {
        return scheme() + "://" + authority();
    }

    /** Whether this and {@code other} are one origin (RFC 6454): what is meant for the one may go to the other. */
    boolean sameOrigin(Url other) {
        return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host);
    }

    @Override
    public String toString() {
        return origin() + target;
    }
}
