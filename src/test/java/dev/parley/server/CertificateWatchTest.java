package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Authority;
import dev.parley.testkit.Authority.Issued;
import dev.parley.wire.Identity;
import dev.parley.wire.ServerTls;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When files of certificates are taken up: look by look. */
@Timeout(60)
class CertificateWatchTest {
    private static final FileTime BEFORE = FileTime.fromMillis(1_000_000);
    private static final FileTime AFTER = FileTime.fromMillis(2_000_000);
    private static final int SIZE = 8192;

    @TempDir
    Path directory;

    private final List<String> log = new ArrayList<>();

    @Test
    void triesFilesThatAreNoGoodAgainAndTellsOfThemOnce() throws Exception {
        Authority authority = new Authority(directory);
        Issued one = authority.issue("one", "dns:localhost");
        Issued two = authority.issue("two", "dns:localhost");
        Path key = directory.resolve("served.key");
        write(one.key(), key, BEFORE);
        ServerTls tls = tls(one.certificate(), key);
        CertificateWatch watch = new CertificateWatch(tls.files(), log::add);
        Certificates certificates = Certificates.of(tls, log::add);

        look(watch, certificates);
        assertThat(log).isEmpty();

        write(two.key(), key, AFTER);
        look(watch, certificates);
        assertThat(log)
                .hasSize(1)
                .allMatch(line -> line.startsWith("Certificates have changed, but stay as they were"));

        write(one.key(), key, AFTER); // nothing that a look at the file could tell from before
        look(watch, certificates);
        assertThat(log).hasSize(2).last().asString().startsWith("Certificates have changed: new connections get those");
    }

    /** Damaged in a length: not all that reads a key has an exception of its own for that. */
    @Test
    void tellsOfADamagedFileOnce() throws Exception {
        Issued one = new Authority(directory).issue("one", "dns:localhost");
        Path key = Files.copy(one.key(), directory.resolve("served.key"));
        ServerTls tls = tls(one.certificate(), key);
        CertificateWatch watch = new CertificateWatch(tls.files(), log::add);
        Certificates certificates = Certificates.of(tls, log::add);

        Files.writeString(key, Authority.block("PRIVATE KEY", HexFormat.of().parseHex("300402800000")));
        look(watch, certificates);

        assertThat(log)
                .containsExactly(
                        "Certificates have changed, but stay as they were: server.tls: expected a PEM file of a"
                                + " private key, got " + key + ", which is damaged or of an unknown kind");
    }

    private static ServerTls tls(Path certificate, Path key) {
        return new ServerTls(
                List.of(new Identity(certificate, key)), ClientAuth.NONE, Optional.empty(), Duration.ofSeconds(10));
    }

    private static void look(CertificateWatch watch, Certificates certificates) {
        for (int i = 0; i < 3; i++) {
            watch.look(certificates);
        }
    }

    /** In place, and always of one size. */
    private static void write(Path from, Path to, FileTime time) throws IOException {
        String pem = Files.readString(from);
        Files.writeString(to, pem + "\n".repeat(SIZE - pem.length()));
        Files.setLastModifiedTime(to, time);
    }
}
