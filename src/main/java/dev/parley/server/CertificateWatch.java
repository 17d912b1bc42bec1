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

    private final Certificates certificates;
    private final Consumer<String> log;
    private List<Stamp> served;
    private List<Stamp> seen;

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
    CertificateWatch(Certificates certificates, Consumer<String> log) {
        this.certificates = certificates;
        this.log = log;
        this.served = stamps();
        this.seen = served;
    }

    /** Goes on until the verticle that asks for it is undeployed. */
    void start(Vertx vertx) {
        vertx.setPeriodic(
                PERIOD_MILLIS,
                tick -> vertx.executeBlocking(() -> {
                    look();
                    return null;
                }));
    }

    /** Blocks; one look at a time. */
    synchronized void look() {
        List<Stamp> now = stamps();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(served)) {
            return;
        }
        served = now; // whatever is wrong with it, it is told once
        try {
            certificates.renew();
            log.accept("Certificates have changed: new connections get those of "
                    + certificates.files().get(0) + ".");
        } catch (PemException e) {
            log.accept("Certificates have changed, but stay as they were: server.tls: " + e.getMessage());
        }
    }

    private List<Stamp> stamps() {
        return certificates.files().stream().map(Stamp::of).toList();
    }
}
