package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.report.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** How several downloads went, in the order of their targets. */
public record FetchSummary(List<FetchOutcome> downloads, Duration took) implements Outcome {

    @Override
    public boolean passed() {
        return failed() == 0;
    }

    private long failed() {
        return downloads.stream().filter(download -> !download.passed()).count();
    }

    private long unchanged() {
        return downloads.stream()
                .flatMap(download -> download.saved().stream())
                .filter(Saved::unchanged)
                .count();
    }

    @Override
    public String name() {
        return "fetch";
    }

    @Override
    public String summary() {
        long bytes = downloads.stream().mapToLong(FetchOutcome::bytes).sum();
        return "fetch: " + downloads.size() + " targets: " + (downloads.size() - failed() - unchanged()) + " saved, "
                + unchanged() + " unchanged, " + failed() + " failed; " + bytes + " bytes in " + Durations.print(took);
    }

    @Override
    public List<Outcome> parts() {
        return List.copyOf(downloads);
    }

    @Override
    public JsonObject toJson() {
        JsonArray all = new JsonArray();
        downloads.forEach(download -> all.add(download.toJson()));
        return new JsonObject()
                .put("passed", passed())
                .put("summary", summary())
                .put("elapsed", Durations.print(took))
                .put("downloads", all);
    }
}
