package dev.parley.server;

import dev.parley.wire.PemException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks every second whether the files of certificates have changed, and serves what is in them then.
 *
 * <p>A change is taken up when it has stood for one more look: of a pair, one file is written before the other.
 */
final class CertificateWatch {
    private static final long PERIOD_MILLIS = 1000;

    private final List<Path> files;
    private final Consumer<String> log;
    private List<Stamp> served;
    private List<Stamp> seen;
    /** What is wrong with files that are not served, which is told once. */
    private String complaint = "";

    /** What tells one version of a file from another. */
    private record Stamp(FileTime modified, long size, Object file) {
        private static final Stamp GONE = new Stamp(FileTime.fromMillis(0), 0, "");

        static Stamp of(Path file) {
            try {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(is.lastModifiedTime(), is.size(), String.valueOf(is.fileKey()));
            } catch (IOException e) {
                return GONE;
            }
        }
    }

    /** Begins with the files as they are, which blocks. */
    CertificateWatch(List<Path> files, Consumer<String> log) {
        this.files = files;
        this.log = log;
        this.served = stamps();
        this.seen = served;
    }

    /** Goes on until the verticle that asks for it is undeployed. */
    void start(Vertx vertx, Certificates certificates) {
        vertx.setPeriodic(
                PERIOD_MILLIS,
                tick -> vertx.executeBlocking(() -> {
                    look(certificates);
                    return null;
                }));
    }

    /** Blocks; one look at a time. */
    synchronized void look(Certificates certificates) {
        List<Stamp> now = stamps();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(served)) {
            return;
        }
        try {
            certificates.renew();
            served = now;
            complaint = "";
            log.accept("Certificates have changed: new connections get those of " + files.get(0) + ".");
        } catch (PemException e) {
            complain(e.getMessage());
        }
    }

    /** Whatever it is may be mended without a new file, by a right to read it: so each look tries again. */
    private void complain(String fault) {
        if (!fault.equals(complaint)) {
            complaint = fault;
            log.accept("Certificates have changed, but stay as they were: server.tls: " + fault);
        }
    }

    private List<Stamp> stamps() {
        return files.stream().map(Stamp::of).toList();
    }
}
