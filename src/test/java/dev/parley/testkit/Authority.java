package dev.parley.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of a test's own, made with the JDK's keytool. */
public final class Authority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final String name;

    /** @param directory where all files go */
    public Authority(Path directory) throws Exception {
        this(directory, "ca");
    }

    /** @param name for more than one in a directory */
    public Authority(Path directory, String name) throws Exception {
        this.directory = directory;
        this.name = name;
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=Test Authority", "-ext", "bc:c");
        keytool("-exportcert", "-rfc", "-alias", name, "-file", pem().toString());
    }

    /** A certificate with those that vouch for it, and its key, as files and for Java. */
    public record Issued(Path certificate, Path key, KeyManagerFactory keys) {
        /** A side of TLS that shows it. */
        public SSLContext context() throws Exception {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            return tls;
        }
    }

    /** What to trust. */
    public Path pem() {
        return directory.resolve(name + ".pem");
    }

    /** One that is good now, for an hour back and a day on. */
    public Issued issue(String alias, String names) throws Exception {
        return issue(alias, names, "-1H", "EC");
    }

    /**
     * A certificate that is good for a day.
     *
     * @param names as keytool wants them: {@code dns:localhost,ip:127.0.0.1}
     * @param from when that day begins: {@code -1H}, {@code -3d}
     * @param kind of the key: EC or RSA
     */
    public Issued issue(String alias, String names, String from, String kind) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-signer",
                name,
                "-keyalg",
                kind,
                "-dname",
                "CN=" + alias,
                "-startdate",
                from,
                "-validity",
                "1",
                "-ext",
                "san=" + names);
        KeyStore made = KeyStore.getInstance(store().toFile(), PASSWORD);
        Certificate[] chain = made.getCertificateChain(alias);
        KeyStore used = empty();
        used.setKeyEntry("key", made.getKey(alias, PASSWORD), PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(used, PASSWORD);
        StringBuilder certificates = new StringBuilder();
        for (Certificate certificate : chain) {
            certificates.append(block("CERTIFICATE", certificate.getEncoded()));
        }
        return new Issued(
                Files.writeString(directory.resolve(alias + ".pem"), certificates),
                Files.writeString(
                        directory.resolve(alias + ".key"),
                        block("PRIVATE KEY", made.getKey(alias, PASSWORD).getEncoded())),
                keys);
    }

    /** A client's side of TLS that trusts this authority, and shows a certificate if there is one. */
    public SSLContext client(Issued... shown) throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry(
                "ca", KeyStore.getInstance(store().toFile(), PASSWORD).getCertificate(name));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(shown.length == 0 ? null : shown[0].keys().getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    /** How PEM writes bytes. */
    public static String block(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private Path store() {
        return directory.resolve("all.p12");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(Arrays.asList(arguments));
        command.addAll(
                List.of("-keystore", store().toString(), "-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
        Path log = directory.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(command + ": " + Files.readString(log));
        }
    }
}
