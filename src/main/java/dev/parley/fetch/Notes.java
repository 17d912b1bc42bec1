package dev.parley.fetch;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What is known of a file's origin: beside a part, so that it can be continued; beside a file, so that it need not be
 * fetched again while it is unchanged.
 *
 * @param url what was asked for, before any redirect
 * @param source where the redirects led, without the query, which often is a signature of the day
 * @param validator a strong one: bytes of two answers that have it are bytes of one file
 * @param etag as the server gave it, quotes and all
 * @param lastModified as the server gave it
 * @param length of the whole body, or of the file
 * @param coding the {@code Content-Encoding} that the bytes came with
 * @param unpacked whether it has been taken off
 * @param sum of the whole file
 */
record Notes(
        String url,
        String source,
        Optional<String> validator,
        Optional<String> etag,
        Optional<String> lastModified,
        OptionalLong length,
        Optional<String> coding,
        boolean unpacked,
        Optional<Checksum> sum) {
    /** No file of somebody else's is called that. */
    static final String SUFFIX = ".parley-notes";

    /** Of {@code x.part.parley-notes.new}, which a kill can leave. */
    static final String DRAFT = ".new";

    static final int LONGEST_SUFFIX = (Part.SUFFIX + SUFFIX + DRAFT).length();

    /** No notes of ours are longer, and somebody else's are not read into memory. */
    private static final long LONGEST = 64 * 1024;

    private static final Pattern HEADER = Pattern.compile("[\\x20-\\x7e\\xa0-\\xff]+");

    /** Whether they are about what that URL leads to. */
    boolean isOf(Url asked) {
        return url.equals(asked.toString());
    }

    /** The same of bytes that a coding has been taken off. */
    Notes withoutCoding() {
        return new Notes(url, source, validator, etag, lastModified, length, coding, true, sum);
    }

    /** The same of a file that is complete. */
    Notes complete(long bytes, Checksum sha256) {
        return new Notes(
                url,
                source,
                validator,
                etag,
                lastModified,
                OptionalLong.of(bytes),
                coding,
                unpacked,
                Optional.of(sha256));
    }

    /** Whether the bytes have no coding that they came with, or still have it, as is wanted. */
    boolean fits(boolean decode) {
        return coding.isEmpty() || unpacked == decode;
    }

    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /** Whether a file of that name could be taken for a part or for notes. */
    static boolean taken(String name) {
        String lower = name.toLowerCase(Locale.ROOT); // which is the same file on many a disk
        return lower.endsWith(Part.SUFFIX) || lower.endsWith(SUFFIX) || lower.endsWith(SUFFIX + DRAFT);
    }

    /** Empty where there are none, none of ours, or none that make sense: then the whole file is fetched. Blocks. */
    static Optional<Notes> read(Path file) {
        Path path = beside(file);
        try {
            if (!Ownership.trusted(path) || Files.size(path) > LONGEST) {
                return Optional.empty();
            }
            return Optional.of(of(new JsonObject(Files.readString(path))));
        } catch (IOException | DecodeException | ClassCastException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes them, for nobody else to read, and not yet where they are looked for. Blocks. */
    Path draft(Path file) throws IOException {
        Path draft = draftOf(file);
        Files.deleteIfExists(draft);
        Files.createFile(draft, mode(draft));
        try {
            Files.writeString(draft, toJson().encodePrettily());
            return draft;
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    private static FileAttribute<?>[] mode(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(Ownership.OURS_ALONE))
                };
    }

    private static Path draftOf(Path file) {
        Path path = beside(file);
        return path.resolveSibling(path.getFileName() + DRAFT);
    }

    /** Puts a draft where it is looked for. Blocks. */
    static void publish(Path draft) throws IOException {
        String name = draft.getFileName().toString();
        Files.move(
                draft,
                draft.resolveSibling(name.substring(0, name.length() - DRAFT.length())),
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes them, if there are some; what is no file was never ours, and is never read. Blocks. */
    static void delete(Path file) throws IOException {
        for (Path path : List.of(draftOf(file), beside(file))) {
            boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS); // not so where its name would be too long
            if (there && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static Notes of(JsonObject json) {
        Optional<Checksum> sum = Optional.ofNullable(json.getString(Checksum.Algorithm.SHA256.toString()))
                .flatMap(hex -> Checksum.of(Checksum.Algorithm.SHA256, hex));
        Long length = json.getLong("length");
        return new Notes(
                text(json, "url").orElse(""),
                text(json, "source").orElse(""),
                text(json, "validator"),
                text(json, "etag"),
                text(json, "lastModified"),
                length == null ? OptionalLong.empty() : OptionalLong.of(length),
                text(json, "coding"),
                json.getBoolean("unpacked", false),
                sum);
    }

    /** What goes into a header has to be fit for one. */
    private static Optional<String> text(JsonObject json, String key) {
        Optional<String> text = Optional.ofNullable(json.getString(key));
        if (text.filter(written -> !HEADER.matcher(written).matches()).isPresent()) {
            throw new IllegalArgumentException(key);
        }
        return text;
    }

    private JsonObject toJson() {
        JsonObject json = new JsonObject().put("url", url).put("source", source);
        validator.ifPresent(value -> json.put("validator", value));
        etag.ifPresent(value -> json.put("etag", value));
        lastModified.ifPresent(value -> json.put("lastModified", value));
        length.ifPresent(value -> json.put("length", value));
        coding.ifPresent(value -> json.put("coding", value).put("unpacked", unpacked));
        sum.ifPresent(value -> json.put(value.algorithm().toString(), value.hex()));
        return json;
    }
}
