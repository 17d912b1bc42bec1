package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.report.Outcome;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * How a download went.
 *
 * @param saved the file, or nothing where there is none
 * @param failure why there is none
 * @param url what was asked for
 * @param finalUrl where the redirects led, so far
 * @param status of the last answer, or 0 when none came
 * @param lengthKnown whether the server said where its body ends; if not, the end of the connection was taken for it
 * @param continued how many bytes were there from an earlier try
 * @param kept how many bytes another run can go on from
 * @param output the file's path as it was written, or as the server named it
 * @param tries how often the URL was asked for
 */
public record FetchOutcome(
        Optional<Saved> saved,
        Optional<String> failure,
        String url,
        String finalUrl,
        int status,
        boolean lengthKnown,
        long continued,
        long kept,
        String output,
        int tries,
        Duration took)
        implements Outcome {

    @Override
    public boolean passed() {
        return saved.isPresent();
    }

    @Override
    public String name() {
        return url;
    }

    @Override
    public String summary() {
        return saved.map(file -> (file.unchanged() ? "Unchanged " : "Saved ") + output + " (" + file.bytes() + " bytes"
                        + (file.unchanged() || lengthKnown ? "" : ", length unknown") + ").")
                .or(() -> failure)
                .orElseThrow();
    }

    /** The sum that was asked for, SHA-256 where none was, as {@code sha256sum} and its sisters print it. */
    Optional<String> sumLine() {
        return saved.map(file -> file.sums().asked().line(output));
    }

    /** Of the file that was saved, in hex digits. */
    public Optional<String> sha256() {
        return saved.map(file -> file.sums().sha256().hex());
    }

    /** In the file that was saved, or 0 when none was. */
    public long bytes() {
        return saved.map(Saved::bytes).orElse(0L);
    }

    @Override
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("passed", passed())
                .put("summary", summary())
                .put("url", url)
                .put("finalUrl", finalUrl)
                .put("status", status)
                .put("bytes", bytes())
                .put("lengthKnown", lengthKnown)
                .put("continued", continued)
                .put("kept", kept)
                .put("output", output)
                .put("tries", tries)
                .put("elapsed", Durations.print(took));
        saved.ifPresent(file -> json.put("unchanged", file.unchanged())
                .put(
                        file.sums().sha256().algorithm().toString(),
                        file.sums().sha256().hex())
                .put(
                        file.sums().asked().algorithm().toString(),
                        file.sums().asked().hex()));
        return json;
    }
}
