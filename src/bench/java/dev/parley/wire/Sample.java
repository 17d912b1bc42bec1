package dev.parley.wire;

import dev.parley.config.Document;
import io.vertx.core.json.JsonObject;

/** What is read in the benchmarks. */
final class Sample {
    private Sample() {}

    /** @param json as in a configuration, with SIZE for the length of a record */
    static Framing framing(String json, int size) {
        Object framing = new JsonObject("{\"it\":" + json.replace("SIZE", "" + size) + "}").getValue("it");
        Document document = Document.of(new JsonObject().put("framing", framing));
        Framing read = Framing.read(document.root().get("framing"), Limits.DEFAULT);
        document.check();
        return read;
    }

    /** Framed records of {@code size} bytes. */
    static byte[] records(Framing framing, int size, int count) throws FramingException {
        Out out = new Out();
        for (int i = 0; i < count; i++) {
            int start = out.size();
            framing.open(out);
            out.append("x".repeat(size));
            framing.close(out, start);
        }
        return out.copy();
    }
}
