package dev.parley.fetch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of a header {@code Content-Disposition} (RFC 6266), with their names in lower case. */
record Disposition(Map<String, String> parameters) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private static final Pattern TYPE = Pattern.compile("\\s*" + TOKEN + "\\s*");

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*(" + TOKEN + ")\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;\"]*?))\\s*(?=;|$)");

    /** In characters; what is longer proposes no name, and would be a burden to match. */
    private static final int LONGEST = 4096;

    /** {@code UTF-8'en'na%C3%AFve.txt} (RFC 8187). */
    private static final Pattern EXTENDED = Pattern.compile("(?i)(UTF-8|ISO-8859-1)'[^']*'((?:%[0-9a-f]{2}|[^%])*)");

    /** Without parameters where {@code header} makes no sense; what follows the first mistake is not read. */
    static Disposition parse(String header) {
        Map<String, String> parameters = new HashMap<>();
        Matcher type = TYPE.matcher(header);
        if (header.length() <= LONGEST && type.lookingAt()) {
            Matcher parameter = PARAMETER.matcher(header);
            int at = type.end();
            while (parameter.find(at) && parameter.start() == at) {
                String quoted = parameter.group(2);
                String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
                parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
                at = parameter.end();
            }
        }
        return new Disposition(parameters);
    }

    /** What the server would call the file, as it says so: nothing to open yet. */
    Optional<String> fileName() {
        return Optional.ofNullable(parameters.get("filename*"))
                .flatMap(Disposition::extended)
                // Some servers escape here, too: a name that was decoded once more cannot hide a slash.
                .or(() -> Optional.ofNullable(parameters.get("filename")).map(Disposition::decoded));
    }

    private static Optional<String> extended(String value) {
        Matcher parts = EXTENDED.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] bytes = FileName.unescaped(parts.group(2));
        try {
            return Optional.of(Charset.forName(parts.group(1))
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String value) {
        // Netty hands on a header's bytes as Latin-1; most servers mean UTF-8.
        byte[] bytes = FileName.unescaped(value);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
