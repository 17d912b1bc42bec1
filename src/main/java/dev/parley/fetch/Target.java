package dev.parley.fetch;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.report.Printable;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing to fetch, and the file it shall be.
 *
 * @param output the file's path as it was written, or as the URL gives it
 * @param naming who has named the file
 * @param sum what the file has to be
 */
record Target(Url url, String output, Naming naming, Optional<Checksum> sum) {
    enum Naming {
        /** Somebody who has written an {@code output}. */
        PERSON,
        /** The URL. */
        URL,
        /** The URL, until the server proposes another name in the same directory. */
        SERVER
    }

    private static final String URL = "an http or https URL";

    /** {@code https://…/file.tar.gz#sha256=9f86…}: a sum that travels with the URL; it is not sent. */
    private static final Pattern SUM = Pattern.compile("[^#]*#(\\w+)=(.*)");

    /** A fragment that was meant for one, so that no file passes for checked that was not. */
    private static final Pattern NEARLY_SUM = Pattern.compile("(?i)[^#]*#.*(sha|md)-?\\d+.*[=:].*");

    /** Whether the file's name may be that of a link, which is followed. */
    boolean follows() {
        return naming == Naming.PERSON;
    }

    /** The file it is saved as, if no server proposes another: two names may be those of one file. Blocks. */
    Path file() {
        return Place.real(Path.of(output), follows());
    }

    /**
     * Reads {@code url}, {@code output} and the sums of a section.
     *
     * @param directory of files that have no {@code output}
     * @param naming of those
     */
    static Target read(Section section, Optional<Path> directory, Naming naming) {
        Value url = section.get("url");
        return of(url, section.get("output"), directory, naming, sum(url, Checksum.read(section)));
    }

    /** Reads one of {@code targets}: a section, or the URL alone. */
    static Target read(Value value, Optional<Path> directory, Naming naming) {
        if (value.isText()) {
            return of(value, value.member("output"), directory, naming, sum(value, Optional.empty()));
        }
        String wish = "a URL, or an object such as {\"url\": …, \"output\": …}";
        Target read = value.section(wish, section -> read(section, directory, naming), () -> null);
        return read != null ? read : new Target(Url.HARMLESS, "", Naming.PERSON, Optional.empty());
    }

    private static Target of(
            Value written, Value output, Optional<Path> directory, Naming naming, Optional<Checksum> sum) {
        Url url = url(written);
        if (!output.absent()) {
            return new Target(url, output(output), Naming.PERSON, sum);
        }
        String name = url.fileName();
        return new Target(
                url, directory.map(there -> there.resolve(name).toString()).orElse(name), naming, sum);
    }

    private static Url url(Value value) {
        if (!value.isText()) {
            value.problem(URL);
            return Url.HARMLESS;
        }
        try {
            return Url.parse(value.text(URL));
        } catch (URISyntaxException e) {
            if (e.getInput().equals(value.text(URL))) {
                value.problem(e.getReason());
            } else { // a password is not repeated
                value.complain("expected " + e.getReason() + ", got "
                        + Printable.quoted(e.getInput().getBytes(StandardCharsets.UTF_8)));
            }
            return Url.HARMLESS;
        }
    }

    private static Optional<Checksum> sum(Value url, Optional<Checksum> given) {
        Matcher fragment = SUM.matcher(url.isText() ? url.text(URL) : "");
        Optional<Checksum.Algorithm> algorithm =
                fragment.matches() ? Checksum.Algorithm.of(fragment.group(1)) : Optional.empty();
        if (algorithm.isEmpty()) {
            if (url.isText() && NEARLY_SUM.matcher(url.text(URL)).matches()) {
                url.problem("a URL with #sha256=, #sha512=, #sha1= or #md5= and hex digits");
            }
            return given;
        }
        Optional<Checksum> beside = Checksum.of(algorithm.get(), fragment.group(2));
        if (beside.isEmpty()) {
            url.problem("a URL with " + algorithm.get().digits() + " hex digits after #" + algorithm.get() + "=");
        } else if (given.isPresent() && !given.equals(beside)) {
            url.complain("expected one sum, got " + given.get() + " and " + beside.get());
        }
        return beside;
    }

    private static String output(Value value) {
        String output = value.text("a file's path");
        if (output.matches("(?i)https?://.*")) {
            value.complain("expected a file's path, got a URL; several of them are \"targets\"");
            return output;
        }
        if (value.isText() && (output.isEmpty() || output.endsWith("/") || !writable(output))) {
            value.problem("a file's path");
        }
        return output;
    }

    /** Not every text is a path: NUL never is, and umlauts are none under a locale without them. */
    private static boolean writable(String path) {
        try {
            return Path.of(path).getFileName() != null;
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
