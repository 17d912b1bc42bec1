package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {

    private static ContentRange read(String header) {
        return ContentRange.of(List.of(header)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes 5-9/10,    5, 10, true",
        "BYTES  5-9/10,   5, 10, true",
        "bytes 5-9/*,     5, 10, true",
        "bytes 5-9/10,    5, -1, true",
        "bytes 5-9/*,     5, -1, false",
        "bytes 4-9/10,    5, 10, false",
        "bytes 6-9/10,    5, 10, false",
        "bytes 5-8/10,    5, 10, false",
        "bytes 5-9/11,    5, 10, false",
        "bytes 5-9/11,    5, 11, false",
        "bytes 5-10/11,   5, 10, false",
        "bytes */10,      10, 10, false",
    })
    void knowsTheRestOfAFile(String header, long position, long length, boolean rest) {
        OptionalLong known = length < 0 ? OptionalLong.empty() : OptionalLong.of(length);

        assertThat(read(header).restFrom(position, known)).isEqualTo(rest);
    }

    @Test
    void tellsItsLength() {
        assertThat(read("bytes 5-9/10").length()).isEqualTo(5);
        assertThat(read("bytes */10").length()).isZero();
        assertThat(read("bytes */10").total()).hasValue(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 5-9",
                "bytes=5-9/10",
                "bytes 9-5/10",
                "bytes 5-10/10",
                "bytes -5/10",
                "bytes 5-/10",
                "bytes */*",
                "items 5-9/10",
                "bytes 5-9/10, bytes 0-4/10",
                "bytes 5-9999999999999999999/99999999999999999999",
                "bytes 0x5-9/10",
            })
    void isNoneWhereTheHeaderMakesNoSense(String header) {
        assertThat(ContentRange.of(List.of(header))).isEmpty();
    }

    @Test
    void isNoneWhereThereAreTwo() {
        assertThat(ContentRange.of(List.of("bytes 5-9/10", "bytes 5-9/10"))).isEmpty();
        assertThat(ContentRange.of(List.of())).isEmpty();
    }
}
