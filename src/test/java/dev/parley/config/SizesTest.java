package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "1KiB, 1024",
        "64KiB, 65536",
        "3MiB, 3145728",
        "1GiB, 1073741824",
        "1073741824, 1073741824",
        "8589934591GiB, 9223372035781033984"
    })
    void readsAnIntegerWithOrWithoutAUnit(String written, long bytes) {
        assertThat(Sizes.parse(written)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lots",
                "-1",
                "+1",
                "64KB",
                "64kib",
                "64 KiB",
                "1.5MiB",
                "KiB",
                "1TiB",
                "10000000000000000",
                "8589934592GiB",
                "9999999999GiB"
            })
    void refusesAllElse(String written) {
        assertThat(Sizes.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1023, 1023",
        "1024, 1KiB",
        "1536, 1536",
        "65536, 64KiB",
        "1048576, 1MiB",
        "1073741824, 1GiB"
    })
    void printsTheLargestUnitThatIsWhole(long bytes, String printed) {
        assertThat(Sizes.print(bytes)).isEqualTo(printed);
    }
}
