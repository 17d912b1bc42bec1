package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.report.Outcome;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How a download went.
 *
 * @param url what was asked for
 * @param finalUrl where the redirects led, so far
 * @param status of the last answer, or 0 when none came
 * @param bytes in the file that was saved, or 0 when none was
 * @param lengthKnown whether the server said where its body ends; if not, the end of the connection was taken for it
 * @param output the file's path as it was written
 * @param tries how often the URL was asked for
 */
public record FetchOutcome(
        boolean passed,
        String summary,
        String url,
        String finalUrl,
        int status,
        long bytes,
        boolean lengthKnown,
        String output,
        int tries,
        Duration took)
        implements Outcome {

    @Override
    public String name() {
        return url;
    }

    @Override
    public JsonObject toJson() {
        return new JsonObject()
                .put("passed", passed)
                .put("summary", summary)
                .put("url", url)
                .put("finalUrl", finalUrl)
                .put("status", status)
                .put("bytes", bytes)
                .put("lengthKnown", lengthKnown)
                .put("output", output)
                .put("tries", tries)
                .put("elapsed", Durations.print(took));
    }
}
