package dev.parley.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            48692021         | Hi !            | letters
            c5bdc3b3fa       | Žó\\xfa         | Latin-1 after UTF-8
            0a0d09           | \\n\\r\\t       | the usual ones
            00               | \\x00           | NUL
            611b5b33316d     | a\\x1b[31m      | ESC, which could steer a terminal
            7f               | \\x7f           | DEL
            c285c29b         | \\u{85}\\u{9b}  | C1 control characters
            e280ae           | \\u{202e}       | right-to-left override
            e280a8           | \\u{2028}       | line separator
            efbbbf           | \\u{feff}       | byte order mark
            ee8080           | \\u{e000}       | private use
            f09f908e         | 🐎              | an emoji of four bytes
            ff61fe           | \\xffa\\xfe     | bytes that UTF-8 does not have
            61f09f90         | a\\xf0\\x9f\\x90 | a character cut off at the end
            f09f9061         | \\xf0\\x9f\\x90a | a character cut off in the middle
            eda080           | \\xed\\xa0\\x80 | half of a surrogate pair
            c080             | \\xc0\\x80      | NUL written too long
            f4908080         | \\xf4\\x90\\x80\\x80 | beyond Unicode
            """)
    void escapesWhatALineCannotHold(String hex, String shown, String what) {
        assertThat(Printable.of(HexFormat.of().parseHex(hex))).isEqualTo(shown);
    }

    @Test
    void showsNothingAsNothing() {
        assertThat(Printable.of(new byte[0])).isEmpty();
        assertThat(Printable.quoted(new byte[0])).isEqualTo("\"\"");
    }

    @Test
    void showsPartOfAnArray() {
        assertThat(Printable.of(utf8("abcd"), 1, 3)).isEqualTo("bc");
    }

    @Test
    void showsTextLikeBytes() {
        assertThat(Printable.of("Žofie\u001b\n")).isEqualTo("Žofie\\x1b\\n");
    }

    @Test
    void neverShowsMoreThanOneLineWhateverTheBytes() {
        byte[] all = new byte[256 * 256];
        for (int i = 0; i < 256; i++) {
            for (int j = 0; j < 256; j++) {
                all[512 * (i / 2) + 2 * j + i % 2] = (byte) (i * 31 + j * 17);
            }
        }
        assertThat(Printable.of(all).chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void quotesAndCutsWhatIsLong() {
        assertThat(Printable.quoted(utf8("exit"))).isEqualTo("\"exit\"");
        assertThat(Printable.quoted(utf8("x".repeat(120)))).isEqualTo('"' + "x".repeat(120) + '"');
        assertThat(Printable.quoted(utf8("x".repeat(121)))).isEqualTo('"' + "x".repeat(120) + "\"… (121 bytes)");
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(Printable.quoted(utf8("x".repeat(119) + "č"))).isEqualTo('"' + "x".repeat(119) + "\"… (121 bytes)");
        assertThat(Printable.quoted(utf8("x".repeat(117) + "🐎🐎")))
                .isEqualTo('"' + "x".repeat(117) + "\"… (125 bytes)");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
