package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.report.Printable;
import dev.parley.wire.ClientTls;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What to fetch, where to save it, and how patient to be.
 *
 * @param output the file's path as it was written, relative to the working directory
 * @param connectTimeout for each address of the host, TLS handshake included, and for resolving its name
 * @param idleTimeout how long the server may take for its head, and then between two pieces of its body
 * @param timeout for the whole download with all its tries
 * @param tls for https
 * @param decode whether a coded body is saved decoded, or as it was sent
 * @param retries how many more tries there are after a failure that another try may mend
 */
public record FetchConfig(
        Url url,
        String output,
        Duration connectTimeout,
        Duration idleTimeout,
        Optional<Duration> timeout,
        int maxRedirects,
        ClientTls tls,
        boolean decode,
        int retries) {
    private static final Duration LEAST = Duration.ofMillis(1);

    /** Reads the section {@code fetch}; the record is of use only if the document has no problems then. */
    public static FetchConfig read(Section section) {
        Url url = url(section.get("url"));
        return new FetchConfig(
                url,
                output(section.get("output"), url),
                section.duration("connectTimeout", Duration.ofSeconds(5), LEAST),
                section.duration("idleTimeout", Duration.ofSeconds(30), LEAST),
                timeout(section.get("timeout")),
                section.integer("maxRedirects", 10, 0, 100, "a number of redirects"),
                tls(section.get("tls"), section.get("trust")),
                decode(section.get("coding")),
                section.integer("retries", 0, 0, 100, "a number of retries"));
    }

    private static Url url(Value value) {
        Url harmless = new Url(false, "localhost", 80, "/");
        String wish = "an http or https URL";
        if (!value.isText()) {
            value.problem(wish);
            return harmless;
        }
        try {
            return Url.parse(value.text(wish));
        } catch (URISyntaxException e) {
            if (e.getInput().equals(value.text(wish))) {
                value.problem(e.getReason());
            } else { // a password is not repeated
                value.complain("expected " + e.getReason() + ", got "
                        + Printable.quoted(e.getInput().getBytes(StandardCharsets.UTF_8)));
            }
            return harmless;
        }
    }

    private static String output(Value value, Url url) {
        if (value.absent()) {
            return writable(url.fileName()) ? url.fileName() : "index.html";
        }
        String output = value.text("a file's path");
        if (value.isText() && (output.isEmpty() || output.endsWith("/") || !writable(output))) {
            value.problem("a file's path");
        }
        return output;
    }

    /** Not every text is a path: NUL never is, and umlauts are none under a locale without them. */
    private static boolean writable(String path) {
        try {
            return Path.of(path).getFileName() != null;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Optional<Duration> timeout(Value value) {
        return value.absent() ? Optional.empty() : Optional.of(value.duration(LEAST));
    }

    /** The key {@code trust} is short for {@code tls.trust}. */
    private static ClientTls tls(Value tls, Value trust) {
        if (trust.absent()) {
            return ClientTls.read(tls, ClientTls::read).orElse(ClientTls.SYSTEM);
        }
        if (tls.has("trust")) {
            trust.complain("expected \"trust\" or \"tls.trust\", got both");
        }
        return ClientTls.read(tls, ClientTls::read).orElse(ClientTls.SYSTEM).trusting(trust);
    }

    private static boolean decode(Value value) {
        if (value.absent()) {
            return true;
        }
        String wish = "\"decode\" or \"keep\"";
        String coding = value.text(wish);
        if (value.isText() && !coding.equals("decode") && !coding.equals("keep")) {
            value.problem(wish);
        }
        return !coding.equals("keep");
    }
}
