package dev.parley.wire;

import dev.parley.config.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/** Whose word is taken: the certificates of a PEM file. */
final class Trust {
    private Trust() {}

    /** The file that {@code value} names, if there is one. */
    static Optional<Path> read(Value value) {
        if (value.absent()) {
            return Optional.empty();
        }
        Optional<Path> file = value.file();
        file.ifPresent(there -> {
            try {
                Pem.certificates("trust", there);
            } catch (PemException e) {
                value.complain(e.getMessage());
            }
        });
        return file;
    }

    static TrustManagerFactory in(Path file) throws PemException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : Pem.certificates("trust", file)) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a Java without key stores", e);
        }
    }
}
