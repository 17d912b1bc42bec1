package dev.parley.fetch;

import dev.parley.config.Durations;
import dev.parley.config.Section;
import dev.parley.config.Sizes;
import dev.parley.config.Value;
import java.time.Duration;
import java.util.Optional;

/**
 * The least that a server has to send.
 *
 * @param bytes in a second, over the window's length
 * @param window how long it may be slower
 */
record Pace(int bytes, Duration window) {
    private static final Duration USUAL_WINDOW = Duration.ofSeconds(30);

    /** The keys {@code minRate} and {@code minRateWindow}; the second does nothing without the first. */
    static Optional<Pace> read(Section section) {
        Value rate = section.get("minRate");
        Duration window = section.duration("minRateWindow", USUAL_WINDOW, Duration.ofMillis(100), Duration.ofHours(1));
        if (rate.absent()) {
            section.only("minRateWindow").values().forEach(given -> given.complain("expected \"minRate\" as well"));
            return Optional.empty();
        }
        return Optional.of(new Pace(rate.size(1, 1 << 30), window));
    }

    /** Of all that came in one window. */
    boolean kept(long came) {
        return came * 1000 >= bytes * window.toMillis();
    }

    @Override
    public String toString() {
        return Sizes.print(bytes) + "/s over " + Durations.print(window);
    }
}
