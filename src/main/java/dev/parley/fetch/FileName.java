package dev.parley.fetch;

import dev.parley.report.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plain names for files, out of what servers and URLs propose: whatever is proposed, the name stays in its directory,
 * is no hidden file and no device, and can be shown on a terminal.
 */
final class FileName {
    /** As long as most file systems take, less what a part and its notes have after it. */
    static final int MOST_BYTES = 255 - Notes.LONGEST_SUFFIX;

    /** Devices in any directory of Windows, with any ending. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$) *(\\..*)?");

    /** What no file of Windows may have in its name; {@code :} also leads to streams and drives. */
    private static final Pattern FORBIDDEN = Pattern.compile("[/\\\\:*?\"<>|\uFFFD]");

    private FileName() {}

    /** Out of a URL's path, percent signs and all: its last segment, made a plain name; empty where there is none. */
    static Optional<String> ofPath(String path) {
        // Decoded before it is cut, so that an encoded slash cannot lead out of the directory.
        String decoded = new String(unescaped(path), StandardCharsets.UTF_8);
        String last = decoded.substring(decoded.lastIndexOf('/') + 1);
        return last.isBlank() ? Optional.empty() : safe(last).or(() -> safe(cleaned(last)));
    }

    /** What makes a name more than plain becomes {@code _}: where a name is known, it is a surprise to be called another. */
    private static String cleaned(String name) {
        StringBuilder clean = new StringBuilder();
        FORBIDDEN.matcher(name).replaceAll("_").codePoints().forEach(c -> {
            String one = Character.toString(c);
            clean.append(Printable.of(one).equals(one) ? one : "_");
        });
        while (clean.toString().getBytes(StandardCharsets.UTF_8).length >= MOST_BYTES) {
            clean.deleteCharAt(clean.length() - 1);
        }
        String edges = clean.toString().replaceFirst("^[. -]", "_").replaceFirst("[. ]$", "_");
        return Stream.of(edges, "_" + edges).filter(FileName::plain).findFirst().orElse(edges + "_");
    }

    /** Out of {@code Content-Disposition} (RFC 6266): {@code filename*} before {@code filename}, if that can be a name. */
    static Optional<String> ofDisposition(List<String> headers) {
        return headers.size() == 1
                ? Disposition.parse(headers.get(0)).fileName().flatMap(FileName::lastOf)
                : Optional.empty();
    }

    /** Percent signs resolved, wherever two hex digits follow them; other characters are taken for bytes. */
    static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%'
                    && i + 2 < text.length()
                    && HexFormat.isHexDigit(text.charAt(i + 1))
                    && HexFormat.isHexDigit(text.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    /** Servers on Windows propose whole paths: only what follows the last separator counts. */
    private static Optional<String> lastOf(String proposed) {
        return safe(proposed.substring(Math.max(proposed.lastIndexOf('/'), proposed.lastIndexOf('\\')) + 1));
    }

    private static Optional<String> safe(String name) {
        return plain(name) ? Optional.of(name) : Optional.empty();
    }

    private static boolean plain(String name) {
        return !name.isBlank()
                && !name.startsWith(".")
                && !name.startsWith("-") // an option to whoever lists the directory to a program
                && !name.startsWith(" ")
                && !name.endsWith(" ")
                && !name.endsWith(".")
                && !FORBIDDEN.matcher(name).find()
                && !DEVICE.matcher(name).matches()
                && !Notes.taken(name)
                && Printable.of(name).equals(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                && writable(name);
    }

    /** Not every text is a path: umlauts are none under a locale without them. */
    private static boolean writable(String name) {
        try {
            return Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
