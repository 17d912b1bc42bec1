package dev.parley.fetch;

import io.vertx.core.MultiMap;

/** What is wanted of a server: its headers make the difference. */
sealed interface Ask {
    void headers(MultiMap headers);

    /** All of it. */
    record Whole() implements Ask {
        @Override
        public void headers(MultiMap headers) {}
    }

    /** What follows the bytes that are there, as long as it is still the same file. */
    record Rest(long from, String validator) implements Ask {
        @Override
        public void headers(MultiMap headers) {
            headers.set("Range", "bytes=" + from + "-").set("If-Range", validator);
        }
    }

    /** All of it, unless it is what was fetched before. */
    record IfChanged(Notes notes) implements Ask {
        @Override
        public void headers(MultiMap headers) {
            notes.etag().ifPresent(etag -> headers.set("If-None-Match", etag));
            notes.lastModified().ifPresent(date -> headers.set("If-Modified-Since", date));
        }
    }
}
