package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.wire.ClientTls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to fetch, where to save it, and how patient to be.
 *
 * @param parallel how many targets are fetched at a time, by all instances together
 * @param connectTimeout for each address of the host, TLS handshake included, and for resolving its name
 * @param idleTimeout how long the server may take for its head, and then between two pieces of its body
 * @param timeout for each target, with all its tries
 * @param pace the least that has to come
 * @param maxRedirects in a row
 * @param maxHeader bytes of a head
 * @param maxSize bytes of a file
 * @param tls for https
 * @param decode whether a coded body is saved decoded, or as it was sent
 * @param lengthOptional whether a body may end where its connection does
 * @param conditional whether a file that was fetched before is asked for only if it has changed
 * @param retries how many more tries there are after a failure that another try may mend
 * @param backoff before the first of them
 */
public record FetchConfig(
        List<Target> targets,
        int parallel,
        Duration connectTimeout,
        Duration idleTimeout,
        Optional<Duration> timeout,
        Optional<Pace> pace,
        int maxRedirects,
        int maxHeader,
        OptionalLong maxSize,
        ClientTls tls,
        Proxies proxies,
        Optional<Credentials> credentials,
        boolean decode,
        boolean lengthOptional,
        boolean conditional,
        int retries,
        Duration backoff) {
    private static final Duration LEAST = Duration.ofMillis(1);

    /** Reads the section {@code fetch}; the record is of use only if the document has no problems then. */
    public static FetchConfig read(Section section) {
        List<Target> targets = Targets.read(section);
        return new FetchConfig(
                targets,
                section.integer("parallel", 4, 1, 100, "a number of downloads at a time"),
                section.duration("connectTimeout", Duration.ofSeconds(5), LEAST),
                section.duration("idleTimeout", Duration.ofSeconds(30), LEAST),
                timeout(section.get("timeout")),
                Pace.read(section),
                section.integer("maxRedirects", 10, 0, 100, "a number of redirects"),
                maxHeader(section.get("maxHeader")),
                maxSize(section.get("maxSize")),
                tls(section.get("tls"), section.get("trust")),
                Proxies.read(section.get("proxy")),
                credentials(section.get("credentials"), targets),
                either(section.get("coding"), "decode", "keep"),
                either(section.get("unknownLength"), "accept", "refuse"),
                truth(section.get("conditional")),
                section.integer("retries", 0, 0, 100, "a number of retries"),
                section.duration("backoff", Duration.ofMillis(200), LEAST));
    }

    private static Optional<Credentials> credentials(Value value, List<Target> targets) {
        Optional<Credentials> credentials = Credentials.read(value);
        Url first = targets.isEmpty() ? Url.HARMLESS : targets.get(0).url();
        credentials
                .flatMap(secret -> targets.stream()
                        .map(Target::url)
                        .filter(url -> !url.sameOrigin(first))
                        .findFirst())
                .ifPresent(other -> value.complain(
                        "expected targets of one origin, got " + first.origin() + " and " + other.origin()));
        return credentials;
    }

    private static Optional<Duration> timeout(Value value) {
        return value.absent() ? Optional.empty() : Optional.of(value.duration(LEAST));
    }

    private static int maxHeader(Value value) {
        return value.absent() ? 64 * 1024 : value.size(1, 1 << 30);
    }

    private static OptionalLong maxSize(Value value) {
        return value.absent() ? OptionalLong.empty() : OptionalLong.of(value.size(1L, 1L << 50));
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

    /** Whether it is the first of two words, which it is by default. */
    private static boolean either(Value value, String first, String second) {
        return value.or(first)
                .word("\"" + first + "\" or \"" + second + "\"", first, second)
                .equals(first);
    }

    private static boolean truth(Value value) {
        return !value.absent() && value.truth();
    }
}
