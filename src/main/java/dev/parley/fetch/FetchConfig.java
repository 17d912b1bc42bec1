package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * What to fetch, where to save it, and how patient to be.
 *
 * @param output the file's path as it was written, relative to the working directory
 * @param connectTimeout for each address of the host, TLS handshake included, and for resolving its name
 * @param idleTimeout how long the server may send nothing, before its head and within its body
 * @param timeout for the whole download with all its tries
 * @param trust certificates in PEM to trust instead of the system's
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
        Optional<Path> trust,
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
                trust(section.get("trust")),
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
            } else {
                value.complain("expected " + e.getReason() + ", got " + e.getInput()); // a password is not repeated
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

    private static Optional<Path> trust(Value value) {
        if (value.absent()) {
            return Optional.empty();
        }
        Optional<Path> file = value.file();
        file.flatMap(FetchConfig::withoutCertificates)
                .ifPresent(fact -> value.complain("expected a PEM file of certificates, got " + fact));
        return file;
    }

    private static Optional<String> withoutCertificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .isEmpty()
                    ? Optional.of(file + ", which has none")
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("nothing at " + file);
        } catch (IOException e) {
            return Optional.of(file + ", which cannot be read");
        } catch (CertificateException e) {
            return Optional.of(file + ", which is something else");
        }
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
