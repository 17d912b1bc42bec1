package dev.parley.fetch;

import io.vertx.core.Future;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;

/** Opens the files that are written to: a test has a slow or a full disk in its place. */
interface Disk {
    Future<AsyncFile> open(String path, OpenOptions options);
}
