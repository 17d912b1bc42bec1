package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.fetch.Checksum.Algorithm;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {
    /** What the tools say of {@code abc}. */
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static Sums.Result sumsOf(Optional<Checksum> expected, String... pieces) {
        Sums sums = new Sums(expected);
        for (String piece : pieces) {
            sums.update(Buffer.buffer(piece));
        }
        return sums.end();
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256, " + SHA256,
        "SHA1,   a9993e364706816aba3e25717850c26c9cd0d89d",
        "MD5,    900150983cd24fb0d6963f7d28e17f72",
        "SHA512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    })
    void isWhatTheToolsOfThatNameSay(Algorithm algorithm, String hex) {
        Optional<Checksum> expected = Checksum.of(algorithm, hex);

        Sums.Result result = sumsOf(expected, "a", "", "bc");

        assertThat(result.asked()).isEqualTo(expected.orElseThrow());
        assertThat(result.sha256().hex()).isEqualTo(SHA256);
    }

    @Test
    void doesNotCareForCapitals() {
        assertThat(sumsOf(Checksum.of(Algorithm.SHA256, SHA256.toUpperCase(java.util.Locale.ROOT)), "abc")
                        .asked()
                        .hex())
                .isEqualTo(SHA256);
    }

    @Test
    void refusesOtherBytes() {
        assertThatThrownBy(() -> sumsOf(Checksum.of(Algorithm.SHA256, SHA256), "abd"))
                .isInstanceOf(Failure.class)
                .hasMessage("expected sha256 " + SHA256
                        + ", got a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9");
    }

    @Test
    void isPrintedAsTheToolsReadIt() {
        Checksum sum = Checksum.of(Algorithm.SHA256, SHA256).orElseThrow();

        assertThat(sum.line("a b")).isEqualTo(SHA256 + "  a b");
        assertThat(sum.line("a\\b\nc\r")).isEqualTo("\\" + SHA256 + "  a\\\\b\\nc\\r");
    }

    @ParameterizedTest
    @CsvSource({"SHA256, abc", "MD5, 900150983cd24fb0d6963f7d28e17f7g", "SHA1, ''"})
    void isNoneWithoutItsDigits(Algorithm algorithm, String hex) {
        assertThat(Checksum.of(algorithm, hex)).isEmpty();
    }
}
