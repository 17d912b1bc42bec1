package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * The key {@code tls} of a server.
 *
 * @param identities for the names that clients ask for; the first is for everybody else too, and none at all stands for
 *     one that is made up
 * @param clientAuth whether clients are asked for a certificate
 * @param trust a PEM file of certificates, whose word is taken for a client
 * @param handshakeTimeout how long a client may take until all is encrypted
 */
public record ServerTls(
        List<Identity> identities, ClientAuth clientAuth, Optional<Path> trust, Duration handshakeTimeout) {
    private static final String SELF_SIGNED = "self-signed";
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    public ServerTls {
        identities = List.copyOf(identities);
    }

    public static Optional<ServerTls> read(Value value) {
        String wish = "\"" + SELF_SIGNED + "\" or {\"certificate\": …, \"key\": …}";
        if (value.isText()) {
            value.word(wish, SELF_SIGNED);
            return Optional.of(new ServerTls(List.of(), ClientAuth.NONE, Optional.empty(), TEN_SECONDS));
        }
        return Optional.ofNullable(value.section(wish, section -> read(section), () -> null));
    }

    private static ServerTls read(Section section) {
        List<Identity> identities = new ArrayList<>();
        Identity.read(section, true).ifPresent(identities::add);
        Value sni = section.get("sni");
        List<Value> pairs = sni.absent() ? List.of() : sni.list("a list of {\"certificate\": …, \"key\": …}");
        for (Value pair : pairs) {
            String wish = "{\"certificate\": …, \"key\": …}";
            Optional<Identity> read = pair.section(wish, one -> Identity.read(one, true), Optional::empty);
            Stream.ofNullable(read).flatMap(Optional::stream).forEach(identities::add);
        }
        Value trust = section.get("trust");
        ClientAuth clientAuth = clientAuth(section.get("clientAuth"));
        if (clientAuth == ClientAuth.NONE && !trust.absent()) {
            trust.complain("expected \"trust\" together with \"clientAuth\": \"request\" or \"required\"");
        } else if (clientAuth != ClientAuth.NONE && trust.absent()) {
            trust.problem("a PEM file of certificates to trust a client by");
        }
        return new ServerTls(
                identities,
                clientAuth,
                Trust.read(trust),
                section.duration("handshakeTimeout", TEN_SECONDS, Duration.ofMillis(1), Duration.ofHours(1)));
    }

    private static ClientAuth clientAuth(Value value) {
        String wish = "\"none\", \"request\" or \"required\"";
        return switch (value.absent() ? "none" : value.word(wish, "none", "request", "required")) {
            case "request" -> ClientAuth.OPTIONAL;
            case "required" -> ClientAuth.REQUIRE;
            default -> ClientAuth.NONE;
        };
    }

    /** Whether a certificate has to be made up. */
    public boolean selfSigned() {
        return identities.isEmpty();
    }

    /** The same with an identity. */
    public ServerTls as(Identity identity) {
        return new ServerTls(List.of(identity), clientAuth, trust, handshakeTimeout);
    }

    /** All files that it depends on. */
    public List<Path> files() {
        return Stream.concat(
                        identities.stream().flatMap(one -> Stream.of(one.certificate(), one.key())), trust.stream())
                .toList();
    }

    /**
     * What handshakes are made of. Reads the files, which blocks.
     *
     * @throws PemException if a file cannot be used
     */
    public SslContext context() throws PemException {
        List<Identity.Loaded> loaded = new ArrayList<>();
        for (Identity identity : identities) {
            loaded.add(identity.load());
        }
        SslContextBuilder builder = SslContextBuilder.forServer(new Identities(loaded))
                .sslProvider(SslProvider.JDK)
                .protocols(ClientTls.PROTOCOLS)
                .clientAuth(clientAuth);
        if (trust.isPresent()) {
            builder.trustManager(Trust.in(trust.get()));
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new PemException("certificate", "expected certificates for TLS, got " + e.getMessage());
        }
    }
}
