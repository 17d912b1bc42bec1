package dev.parley.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** A certificate authority of a test's own. */
public final class Authority {
    private static final Duration DAY = Duration.ofDays(1);

    private final Path directory;
    private final Path pem;
    private final X509Bundle root;

    /** @param directory where all files go */
    public Authority(Path directory) throws Exception {
        this(directory, "ca");
    }

    /** @param name for more than one in a directory */
    public Authority(Path directory, String name) throws Exception {
        this.directory = directory;
        this.root = new CertificateBuilder()
                .subject("CN=Test Authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        this.pem = Files.writeString(directory.resolve(name + ".pem"), root.getCertificatePEM());
    }

    /** A certificate with those that vouch for it, and its key, as files and for Java. */
    public record Issued(Path certificate, Path key, KeyManagerFactory keys) {
        /** A side of TLS that shows it. */
        public SSLContext context() throws Exception {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            return tls;
        }

        /** The object {@code tls} of a side that shows it. */
        public JsonObject shown() {
            return new JsonObject().put("certificate", certificate.toString()).put("key", key.toString());
        }
    }

    /** What to trust. */
    public Path pem() {
        return pem;
    }

    /** The object {@code tls} of a side that trusts this authority. */
    public JsonObject trusted() {
        return new JsonObject().put("trust", pem.toString());
    }

    /** One that is good now, for an hour back and a day on. */
    public Issued issue(String alias, String names) throws Exception {
        return issue(alias, names, Duration.ofHours(1), "EC");
    }

    /**
     * A certificate that is good for a day.
     *
     * @param names as in {@code dns:localhost,ip:127.0.0.1}
     * @param age how long ago that day began
     * @param kind of the key: EC or RSA
     */
    public Issued issue(String alias, String names, Duration age, String kind) throws Exception {
        Instant from = Instant.now().minus(age);
        CertificateBuilder builder =
                new CertificateBuilder().subject("CN=" + alias).notBefore(from).notAfter(from.plus(DAY));
        if (kind.equals("RSA")) {
            builder.rsa2048();
        }
        // The builder's own names know no wildcards.
        builder.addExtensionOctetString(
                Extension.subjectAlternativeName.getId(),
                false,
                alternatives(names).getEncoded());
        X509Bundle issued = builder.buildIssuedBy(root);
        return new Issued(
                Files.writeString(directory.resolve(alias + ".pem"), issued.getCertificatePathPEM()),
                Files.writeString(directory.resolve(alias + ".key"), issued.getPrivateKeyPEM()),
                issued.toKeyManagerFactory());
    }

    private static GeneralNames alternatives(String names) {
        return new GeneralNames(Stream.of(names.split(","))
                .map(name -> name.split(":", 2))
                .map(name ->
                        new GeneralName(name[0].equals("ip") ? GeneralName.iPAddress : GeneralName.dNSName, name[1]))
                .toArray(GeneralName[]::new));
    }

    /** A client's side of TLS that trusts this authority, and shows a certificate if there is one. */
    public SSLContext client(Issued... shown) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(
                shown.length == 0 ? null : shown[0].keys().getKeyManagers(),
                root.toTrustManagerFactory().getTrustManagers(),
                null);
        return tls;
    }

    /** A server's side of TLS that shows a certificate, and trusts the clients of this authority. */
    public SSLContext server(Issued shown) throws Exception {
        return client(shown);
    }

    /** How PEM writes bytes. */
    public static String block(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
