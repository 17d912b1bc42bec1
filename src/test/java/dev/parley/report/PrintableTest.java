package dev.parley.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    /** Kinds of characters that end a line, turn its direction, or are not seen. */
    private static final List<Byte> STEERING =
            List.of(Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR);

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
            e280a8e280a9     | \\u{2028}\\u{2029} | line and paragraph separators
            e281a6e281a9     | \\u{2066}\\u{2069} | direction isolates
            d89ce2808f       | \\u{61c}\\u{200f} | direction marks
            f3a08181         | \\u{e0041}      | a tag, which no terminal shows
            e2808b           | \\u{200b}       | a blank without width
            efbfbe           | \\u{fffe}       | what is no character
            9b33316d         | \\x9b31m       | a C1 control character as a byte of its own
            c280c29f         | \\u{80}\\u{9f}  | the first and the last C1 control character
            1f0b0c           | \\x1f\\x0b\\x0c | C0 control characters that break lines, or could
            611b5d303b781b5c07 | a\\x1b]0;x\\x1b\\\\x07 | what would set a terminal's title
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
        assertThat(Printable.of(all).lines()).hasSize(1);
        assertThat(Printable.of(all).chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void neverShowsMoreThanOneLineWhateverTheCharacters() {
        String all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(Printable.of(all).codePoints())
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> STEERING.contains((byte) Character.getType(c)));
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
