package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The key {@code tls} of whoever connects.
 *
 * @param identity what to show a server that asks for a certificate
 * @param trust a PEM file of certificates to trust instead of the system's
 * @param verifyHost whether the server's certificate has to be for its host
 */
public record ClientTls(Optional<Identity> identity, Optional<Path> trust, boolean verifyHost) {
    /** Trusts whom the system trusts, and shows nothing. */
    public static final ClientTls SYSTEM = new ClientTls(Optional.empty(), Optional.empty(), true);

    /** What is said in a handshake, and no older version. */
    static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    /** Reads the object {@code tls}, if there is one; {@code reader} asks for all of its keys. */
    public static <T> Optional<T> read(Value value, Function<Section, T> reader) {
        return Optional.ofNullable(value.section("an object such as {} or {\"trust\": …}", reader, () -> null));
    }

    /** The keys that every client has. */
    public static ClientTls read(Section section) {
        Value verifyHost = section.get("verifyHost");
        return new ClientTls(
                Identity.read(section, false),
                Trust.read(section.get("trust")),
                verifyHost.absent() || verifyHost.truth());
    }

    /** The same with the certificates to trust from another key. */
    public ClientTls trusting(Value trust) {
        return new ClientTls(identity, Trust.read(trust), verifyHost);
    }

    /**
     * What Vert.x has to know. Reads the files, which blocks.
     *
     * @param handshake how long it may take
     * @throws PemException if a file has changed since the configuration was read, and cannot be used any more
     */
    public ClientSSLOptions options(Duration handshake) throws PemException {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(verifyHost ? "HTTPS" : "")
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSslHandshakeTimeout(handshake.toMillis());
        options.setEnabledSecureTransportProtocols(PROTOCOLS);
        if (identity.isPresent()) {
            options.setKeyCertOptions(
                    KeyCertOptions.wrap(new Identities(List.of(identity.get().load())).factory()));
        }
        if (trust.isPresent()) {
            options.setTrustOptions(TrustOptions.wrap(Trust.in(trust.get())));
        }
        return options;
    }
}
