package dev.parley.fetch;

import dev.parley.report.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** A file that an earlier download left, with the notes beside it. All methods block. */
record Existing(Path file, Notes notes) {

    /**
     * There if the file is what the notes are about, as far as its size tells.
     *
     * @param decode whether it shall be without a coding that it came with
     */
    static Optional<Existing> of(Target target, boolean decode) throws IOException {
        Path file = Place.of(target.output(), target.follows()).target();
        if (Files.exists(Notes.beside(file)) && !Ownership.trusted(Notes.beside(file))) {
            Console.log("fetch: " + Notes.beside(file) + ": not taken up, others could have written to it");
        }
        Optional<Notes> notes = Notes.read(file)
                .filter(known -> known.isOf(target.url()) && known.fits(decode))
                .filter(known -> known.sum().isPresent()
                        && (target.sum().isEmpty() || target.sum().equals(known.sum())))
                .filter(known ->
                        known.etag().isPresent() || known.lastModified().isPresent());
        return notes.isPresent()
                        && Files.isRegularFile(file)
                        && notes.get().length().orElse(-1) == Files.size(file)
                ? Optional.of(new Existing(file, notes.get()))
                : Optional.empty();
    }

    /** The file, as if it had been saved now. */
    Saved saved(String output) {
        Checksum sha256 = notes.sum().orElseThrow();
        return new Saved(output, notes.length().orElseThrow(), new Sums.Result(sha256, sha256), true);
    }

    /** Whether it is, byte for byte, what was fetched: somebody could have written to it since. */
    boolean intact() {
        MessageDigest digest = Checksum.Algorithm.SHA256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException unreadable) {
            return false;
        }
        return notes.sum().equals(Optional.of(Checksum.of(Checksum.Algorithm.SHA256, digest)));
    }
}
