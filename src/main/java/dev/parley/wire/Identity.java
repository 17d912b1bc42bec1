package dev.parley.wire;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who one is, in TLS.
 *
 * @param certificate a PEM file: the certificate, then those that vouch for it
 * @param key a PEM file: the private key of the certificate, without a password
 */
public record Identity(Path certificate, Path key) {

    /** What the files hold. */
    record Loaded(List<X509Certificate> chain, PrivateKey key) {
        Loaded {
            chain = List.copyOf(chain);
        }
    }

    /** The keys {@code certificate} and {@code key}, where one of them is given or both are {@code needed}. */
    static Optional<Identity> read(Section section, boolean needed) {
        Value certificate = section.get("certificate");
        Value key = section.get("key");
        if (!needed && certificate.absent() && key.absent()) {
            return Optional.empty();
        }
        Optional<Path> chain = certificate.file();
        Optional<Path> secret = key.file();
        if (chain.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        Identity identity = new Identity(chain.get(), secret.get());
        try {
            identity.load();
        } catch (PemException e) {
            section.get(e.key()).complain(e.getMessage());
        }
        return Optional.of(identity);
    }

    Loaded load() throws PemException {
        List<X509Certificate> chain = Pem.certificates("certificate", certificate);
        PrivateKey secret = Pem.privateKey("key", key);
        if (!fits(secret, chain.get(0).getPublicKey())) {
            throw new PemException("key", "expected the key of " + certificate + ", got that of another at " + key);
        }
        return new Loaded(chain, secret);
    }

    /** Whether what the one signs is what the other bears out. */
    private static boolean fits(PrivateKey secret, PublicKey known) {
        byte[] word = {1, 2, 3};
        try {
            Signature signature =
                    Signature.getInstance(secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(secret);
            signature.update(word);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(word);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // not even of one kind
        }
    }
}
