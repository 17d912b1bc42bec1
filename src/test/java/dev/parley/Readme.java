package dev.parley;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** README.md, taken apart. */
final class Readme {
    private static final Pattern BLOCK =
            Pattern.compile("^```([^\\n]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    private Readme() {}

    static String text() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bodies of the blocks fenced with exactly this info string. */
    static List<String> blocks(String info) {
        return BLOCK.matcher(text())
                .results()
                .filter(block -> block.group(1).equals(info))
                .map(block -> block.group(2))
                .toList();
    }

    /** The bodies of the blocks that are to be saved as a file: fenced with {@code kind name}. */
    static Map<String, String> files(String kind) {
        return BLOCK.matcher(text())
                .results()
                .filter(block ->
                        block.group(1).startsWith(kind + " ") && block.group(1).contains("."))
                .collect(Collectors.toMap(
                        block -> block.group(1).substring(kind.length() + 1), block -> block.group(2)));
    }

    /** The cells of the first table below a heading, row by row, without its head. */
    static List<List<String>> rows(String heading) {
        Matcher section = Pattern.compile(
                        "^" + Pattern.quote(heading) + "\\n(.*?)(?=^#|\\z)", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text());
        if (!section.find()) {
            throw new IllegalArgumentException("README.md has no heading \"" + heading + "\"");
        }
        return section.group(1)
                .lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(row -> Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** What stands in backticks outside of blocks. */
    static List<String> inlineCode() {
        return CODE.matcher(BLOCK.matcher(text()).replaceAll(""))
                .results()
                .map(code -> code.group(1))
                .toList();
    }

    /** A cell's content without its backticks, where that is all there is to it. */
    static String bare(String cell) {
        Matcher code = CODE.matcher(cell);
        return code.matches() ? code.group(1) : cell;
    }
}
