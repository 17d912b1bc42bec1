package dev.parley.client;

import dev.parley.config.Section;
import dev.parley.conversation.Delay;
import dev.parley.conversation.Side;
import dev.parley.script.Names;
import dev.parley.script.Script;
import dev.parley.script.Scripts;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The section {@code client} of a configuration.
 *
 * @param script what to say and to hear, in order
 * @param transcript the directory to write conversations down in
 * @param seed for delays that are drawn at random; one of its own where there is none
 * @param connectTimeout for the look-up of the name, and for each of its addresses
 * @param retries how many more times to try all addresses
 * @param backoff the wait before the first retry; it doubles with each
 */
public record ClientConfig(
        String host,
        int port,
        Framing framing,
        Limits limits,
        Script script,
        Optional<Path> transcript,
        OptionalLong seed,
        Duration connectTimeout,
        int retries,
        Duration backoff) {
    /** The keys that a script is in the place of. */
    private static final String[] INSTEAD = {"greeting", "names", "expect", "pause", "farewell"};

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    public static ClientConfig read(Section section) {
        Duration patience = section.duration("patience", FIVE_SECONDS, MOMENT);
        Limits limits = Limits.read(section.get("limits"));
        Optional<Scripts.Found> found = Scripts.find(section, Side.CLIENT, patience, limits);
        return new ClientConfig(
                section.host("host", "127.0.0.1"),
                section.integer("port", 9999, 1, 65535, "a port"),
                found.map(Scripts.Found::framing).orElseGet(() -> Scripts.framing(section, Side.CLIENT, limits)),
                limits,
                found.map(script -> script.insteadOf(section, INSTEAD))
                        .orElseGet(() -> Names.read(section, patience, Scripts.vars(section))),
                section.get("transcript").directory(),
                Delay.seed(section.get("seed")),
                section.duration("connectTimeout", FIVE_SECONDS, MOMENT, Duration.ofHours(24)),
                section.integer("retries", 0, 0, 1000, "a number of retries"),
                section.duration("backoff", Duration.ofMillis(200), MOMENT));
    }
}
