package dev.parley.fetch;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of a test's own, made with the JDK's keytool. */
final class TestAuthority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;

    TestAuthority(Path directory) throws Exception {
        this.directory = directory;
        keytool("ca", "-genkeypair", "-keyalg", "EC", "-dname", "CN=Test Authority", "-ext", "bc:c");
        keytool("ca", "-exportcert", "-rfc", "-file", pem().toString());
    }

    /** What to trust. */
    Path pem() {
        return directory.resolve("ca.pem");
    }

    /**
     * A server's side of TLS, with a certificate that is good for a day.
     *
     * @param names as keytool wants them: {@code dns:localhost,ip:127.0.0.1}
     * @param from when that day begins: {@code -1H}, {@code -3d}
     */
    SSLContext server(String name, String names, String from) throws Exception {
        Path request = directory.resolve(name + ".csr");
        Path signed = directory.resolve(name + ".pem");
        keytool(name, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name);
        keytool(name, "-certreq", "-file", request.toString());
        keytool(
                "ca",
                "-gencert",
                "-rfc",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-startdate",
                from,
                "-validity",
                "1",
                "-ext",
                "san=" + names);

        KeyStore made = KeyStore.getInstance(store(name).toFile(), PASSWORD);
        Key key = made.getKey("key", PASSWORD);
        KeyStore used = KeyStore.getInstance("PKCS12");
        used.load(null, null);
        used.setKeyEntry("key", key, PASSWORD, new Certificate[] {read(signed), read(pem())});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(used, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    private static Certificate read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private Path store(String name) {
        return directory.resolve(name + ".p12");
    }

    private void keytool(String store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias",
                "key",
                "-keystore",
                store(store).toString(),
                "-storepass",
                new String(PASSWORD),
                "-storetype",
                "PKCS12"));
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
