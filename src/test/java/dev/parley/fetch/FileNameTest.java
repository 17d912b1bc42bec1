package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    /** As Netty hands on what a server sends. */
    private static String received(String header) {
        return new String(header.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            attachment; filename=a.txt                                | a.txt
            attachment; filename="a b.txt"                            | a b.txt
            inline;filename = "a.txt" ; size=5                        | a.txt
            ATTACHMENT; FILENAME="A.txt"                              | A.txt
            attachment; size=5; filename="semi;colon.txt"             | semi;colon.txt
            attachment; filename="quo\\"te".txt                       | index
            attachment; filename="naïve.txt"                          | naïve.txt
            attachment; filename="na%C3%AFve.txt"                     | naïve.txt
            attachment; filename="50%.txt"                            | 50%.txt
            attachment; filename*=UTF-8''na%C3%AFve.txt               | naïve.txt
            attachment; filename*=utf-8'en'%E2%82%AC.txt              | €.txt
            attachment; filename*=iso-8859-1''na%EFve.txt             | naïve.txt
            attachment; filename=old.txt; filename*=UTF-8''new.txt    | new.txt
            attachment; filename*=UTF-8''new.txt; filename=old.txt    | new.txt
            attachment; filename*=KOI8-R''x.txt; filename=old.txt     | old.txt
            attachment; filename*=UTF-8''%FF.txt; filename=old.txt    | old.txt
            attachment; filename="/etc/passwd"                        | passwd
            attachment; filename="..\\\\..\\\\a.txt"                  | a.txt
            attachment; filename="C:\\\\Users\\\\a.txt"               | a.txt
            attachment; filename="../../a.txt"                        | a.txt
            attachment; filename="..%2F..%2Fa.txt"                    | a.txt
            """)
    void takesTheNameThatAServerProposes(String header, String name) {
        assertThat(FileName.ofDisposition(List.of(received(header))).orElse("index"))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "attachment",
                "filename=a.txt",
                "attachment; filename=",
                "attachment; filename=\"\"",
                "attachment; filename=\".\"",
                "attachment; filename=\"..\"",
                "attachment; filename=\"a/..\"",
                "attachment; filename=\"dir/\"",
                "attachment; filename=\".bashrc\"",
                "attachment; filename=\"-rf\"",
                "attachment; filename=\" a\"",
                "attachment; filename=\"a \"",
                "attachment; filename=\"a.\"",
                "attachment; filename=\"C:a.txt\"",
                "attachment; filename=\"a.txt:stream\"",
                "attachment; filename=\"a*.txt\"",
                "attachment; filename=\"nul\"",
                "attachment; filename=\"COM1.txt\"",
                "attachment; filename=\"a%00.txt\"",
                "attachment; filename=\"a%0a.txt\"",
                "attachment; filename=\"a%1b[2J\"",
                "attachment; filename*=UTF-8''%E2%80%AEtxt.exe",
                "attachment; filename*=UTF-8''..%2F",
                "attachment; filename*=UTF-8''%2e%2e",
                "attachment; filename=\"other.part\"",
                "attachment; filename=\"other.parley-notes\"",
                "attachment; filename=\"unclosed.txt",
            })
    void takesNoneThatCouldDoHarm(String header) {
        assertThat(FileName.ofDisposition(List.of(received(header)))).isEmpty();
    }

    @Test
    void takesNoneThatIsLongerThanFileSystemsTake() {
        assertThat(FileName.ofDisposition(List.of("a; filename=" + "x".repeat(FileName.MOST_BYTES))))
                .isPresent();
        assertThat(FileName.ofDisposition(List.of("a; filename=" + "x".repeat(FileName.MOST_BYTES + 1))))
                .isEmpty();
        assertThat(FileName.ofDisposition(List.of("a; filename=" + "ä".repeat(FileName.MOST_BYTES / 2 + 1))))
                .isEmpty();
    }

    @Test
    void takesNoneOfTwoHeadersOrOfAnEndlessOne() {
        assertThat(FileName.ofDisposition(List.of("a; filename=a", "a; filename=a")))
                .isEmpty();
        assertThat(FileName.ofDisposition(List.of("a; filename=\"" + "\\a".repeat(30_000) + "\"")))
                .isEmpty();
    }
}
