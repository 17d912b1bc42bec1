package dev.parley.fetch;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Content-Range} (RFC 9110, 14.4): which bytes of the whole an answer has.
 *
 * @param first position of the first byte, or empty where the answer has none: the range cannot be had
 * @param last position of the last byte, in the same way
 * @param total bytes of the whole, or empty when the server does not know
 */
record ContentRange(OptionalLong first, OptionalLong last, OptionalLong total) {
    /** No more than 18 digits, so that every number is a long. */
    private static final Pattern SYNTAX =
            Pattern.compile("bytes[ \\t]+(?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    /** Empty unless there is exactly one, of bytes, that does not contradict itself. */
    static Optional<ContentRange> of(List<String> headers) {
        if (headers.size() != 1) {
            return Optional.empty();
        }
        Matcher parts = SYNTAX.matcher(headers.get(0).strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        ContentRange range = new ContentRange(number(parts.group(1)), number(parts.group(2)), number(parts.group(3)));
        return range.possible() ? Optional.of(range) : Optional.empty();
    }

    private static OptionalLong number(String digits) {
        return digits == null || digits.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    private boolean possible() {
        if (first.isEmpty()) {
            return total.isPresent();
        }
        return first.getAsLong() <= last.getAsLong() && (total.isEmpty() || last.getAsLong() < total.getAsLong());
    }

    /** Whether it has all bytes from {@code position} to the end of a whole of {@code expected} bytes. */
    boolean restFrom(long position, OptionalLong expected) {
        return first.equals(OptionalLong.of(position))
                && (total.isPresent() || expected.isPresent())
                && (total.isEmpty() || expected.isEmpty() || total.equals(expected))
                && last.getAsLong() == total.orElseGet(expected::getAsLong) - 1;
    }

    /** How many bytes it has. */
    long length() {
        return first.isEmpty() ? 0 : last.getAsLong() - first.getAsLong() + 1;
    }
}
