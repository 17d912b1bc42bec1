package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Authority;
import dev.parley.testkit.Authority.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with one byte that is not what it was, and files that are cut off: each byte, and after each. */
class PemTest {
    private static final byte[] AWKWARD = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0x84, -1};

    @TempDir
    private Path directory;

    private interface Reader {
        void read(Path file) throws PemException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"})
    void takesADamagedKeyForNothingWorse(String kind) throws Exception {
        Issued good = new Authority(directory).issue("good", "dns:localhost");
        byte[] der = Pem.privateKey("key", good.key()).getEncoded();

        survives(kind, der, file -> Pem.privateKey("key", file));
    }

    @Test
    void takesADamagedCertificateForNothingWorse() throws Exception {
        Issued good = new Authority(directory).issue("good", "dns:localhost");
        byte[] der = Pem.certificates("certificate", good.certificate()).get(0).getEncoded();

        survives("CERTIFICATE", der, file -> Pem.certificates("certificate", file));
    }

    private void survives(String kind, byte[] der, Reader reader) throws Exception {
        for (int i = 0; i < der.length; i++) {
            survives(kind, Arrays.copyOf(der, i), "the first " + i + " bytes", reader);
            for (byte awkward : AWKWARD) {
                byte[] damaged = der.clone();
                damaged[i] = awkward;
                survives(kind, damaged, awkward + " for byte " + i, reader);
            }
        }
    }

    /** Some damage does not show. */
    private void survives(String kind, byte[] der, String what, Reader reader) throws Exception {
        Path file = Files.writeString(directory.resolve("damaged"), Authority.block(kind, der));
        try {
            reader.read(file);
        } catch (PemException e) {
            assertThat(e).as(what).hasMessageContaining(", got " + file + ", which is damaged");
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }
}
