package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file should be, by one of the usual sums.
 *
 * @param hex in lower case
 */
record Checksum(Algorithm algorithm, String hex) {

    /** Named as the keys of the configuration, and as the tools that check them: {@code sha256sum}. */
    enum Algorithm {
        SHA256("SHA-256", 64),
        SHA512("SHA-512", 128),
        SHA1("SHA-1", 40),
        MD5("MD5", 32);

        private final String java;
        private final int digits;

        Algorithm(String java, int digits) {
            this.java = java;
            this.digits = digits;
        }

        MessageDigest digest() {
            try {
                return MessageDigest.getInstance(java);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("a JDK without " + java, e);
            }
        }

        int digits() {
            return digits;
        }

        static Optional<Algorithm> of(String key) {
            return Arrays.stream(values()).filter(a -> a.toString().equals(key)).findFirst();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The one sum that a section gives, if any. */
    static Optional<Checksum> read(Section section) {
        Optional<Checksum> only = Optional.empty();
        for (Algorithm algorithm : Algorithm.values()) {
            Value value = section.get(algorithm.toString());
            if (value.absent()) {
                continue;
            }
            if (only.isPresent()) {
                value.complain("expected one sum, got " + only.get().algorithm() + " as well");
            }
            String wish = algorithm.digits + " hex digits";
            Optional<Checksum> read = of(algorithm, value.text(wish));
            if (value.isText() && read.isEmpty()) {
                value.problem(wish);
            }
            only = read;
        }
        return only;
    }

    /** Empty unless {@code hex} is one of that algorithm. */
    static Optional<Checksum> of(Algorithm algorithm, String hex) {
        return hex.matches("[0-9A-Fa-f]{" + algorithm.digits + "}")
                ? Optional.of(new Checksum(algorithm, hex.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    static Checksum of(Algorithm algorithm, MessageDigest digest) {
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    /** As {@code sha256sum -c} and its sisters read it: a name with a line end or a backslash in it is escaped. */
    String line(String file) {
        String escaped = file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(file) ? "" : "\\") + hex + "  " + escaped;
    }

    @Override
    public String toString() {
        return algorithm + " " + hex;
    }
}
