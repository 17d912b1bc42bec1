package dev.parley.wire;

import io.vertx.core.net.impl.pkcs1.PrivateKeyParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is in PEM files. Reading blocks. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final int MOST = 1024 * 1024;

    private final String key;
    private final Path file;
    private final String wish;

    private Pem(String key, Path file, String wish) {
        this.key = key;
        this.file = file;
        this.wish = wish;
    }

    /** All certificates of a file, one or more; {@code key} of a configuration names it. */
    static List<X509Certificate> certificates(String key, Path file) throws PemException {
        return new Pem(key, file, "a PEM file of certificates").certificates();
    }

    /** The private key of a file, without a password. */
    static PrivateKey privateKey(String key, Path file) throws PemException {
        return new Pem(key, file, "a PEM file of a private key").privateKey();
    }

    private List<X509Certificate> certificates() throws PemException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (MatchResult block : blocks("CERTIFICATE").toList()) {
            certificates.add(certificate(decoded(block)));
        }
        if (certificates.isEmpty()) {
            throw wrong(file + ", which has none");
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] der) throws PemException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw wrong(file + ", which is damaged");
        }
    }

    private PrivateKey privateKey() throws PemException {
        MatchResult block = blocks("PRIVATE KEY").findFirst().orElseThrow(() -> wrong(file + ", which has none"));
        if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
            throw wrong(file + ", which has a password");
        }
        byte[] der = decoded(block);
        try {
            return switch (block.group(1)) {
                case "RSA PRIVATE KEY" ->
                    KeyFactory.getInstance("RSA").generatePrivate(PrivateKeyParser.getRSAKeySpec(der));
                case "EC PRIVATE KEY" ->
                    KeyFactory.getInstance("EC").generatePrivate(PrivateKeyParser.getECKeySpec(der));
                default ->
                    KeyFactory.getInstance(PrivateKeyParser.getPKCS8EncodedKeyAlgorithm(der))
                            .generatePrivate(new PKCS8EncodedKeySpec(der));
            };
        } catch (GeneralSecurityException | RuntimeException e) { // a parser trusts the lengths that it reads
            throw wrong(file + ", which is damaged or of an unknown kind");
        }
    }

    private Stream<MatchResult> blocks(String kind) throws PemException {
        return BLOCK.matcher(text()).results().filter(block -> block.group(1).endsWith(kind));
    }

    private byte[] decoded(MatchResult block) throws PemException {
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw wrong(file + ", which is damaged");
        }
    }

    private String text() throws PemException {
        if (Files.isDirectory(file)) {
            throw wrong("a directory at " + file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(MOST + 1);
            if (read.length > MOST) {
                throw wrong(file + ", which is too long to be one");
            }
            return new String(read, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw wrong("nothing at " + file);
        } catch (IOException e) {
            throw wrong(file + ", which cannot be read");
        }
    }

    private PemException wrong(String fact) {
        return new PemException(key, "expected " + wish + ", got " + fact);
    }
}
