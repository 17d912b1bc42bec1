package dev.parley.client;

import dev.parley.config.Section;
import dev.parley.config.Value;
import dev.parley.conversation.Delay;
import dev.parley.conversation.Side;
import dev.parley.script.Names;
import dev.parley.script.Script;
import dev.parley.script.Scripts;
import dev.parley.wire.Addresses;
import dev.parley.wire.ClientTls;
import dev.parley.wire.Framing;
import dev.parley.wire.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The section {@code client} of a configuration.
 *
 * @param tls how the connection is encrypted; a plain one without
 * @param script what to say and to hear, in order
 * @param transcript the directory to write conversations down in
 * @param seed for delays that are drawn at random; one of its own where there is none
 * @param connectTimeout for the look-up of the name, for each of its addresses, and for the TLS handshake with it
 * @param retries how many more times to try all addresses
 * @param backoff the wait before the first retry; it doubles with each
 */
public record ClientConfig(
        String host,
        int port,
        Framing framing,
        Limits limits,
        Optional<Tls> tls,
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

    /**
     * The key {@code tls}.
     *
     * @param sni the name to ask the server for; the host without, where that is a name
     */
    public record Tls(ClientTls common, Optional<String> sni) {
        static Tls read(Section section) {
            Value sni = section.get("sni");
            return new Tls(ClientTls.read(section), sni.absent() ? Optional.empty() : Optional.of(name(sni)));
        }

        private static String name(Value value) {
            String wish = "the name of a server";
            String name = value.text(wish);
            if (value.isText() && !Addresses.isName(name)) {
                value.problem(wish);
            }
            return name;
        }
    }

    public static ClientConfig read(Section section) {
        Duration patience = section.duration("patience", FIVE_SECONDS, MOMENT);
        Limits limits = Limits.read(section.get("limits"));
        Optional<Scripts.Found> found = Scripts.find(section, Side.CLIENT, patience, limits);
        return new ClientConfig(
                section.host("host", "127.0.0.1"),
                section.integer("port", 9999, 1, 65535, "a port"),
                found.map(Scripts.Found::framing).orElseGet(() -> Scripts.framing(section, Side.CLIENT, limits)),
                limits,
                ClientTls.read(section.get("tls"), Tls::read),
                found.map(script -> script.insteadOf(section, INSTEAD))
                        .orElseGet(() -> Names.read(section, patience, Scripts.vars(section))),
                section.get("transcript").directory(),
                Delay.seed(section.get("seed")),
                section.duration("connectTimeout", FIVE_SECONDS, MOMENT, Duration.ofHours(24)),
                section.integer("retries", 0, 0, 1000, "a number of retries"),
                section.duration("backoff", Duration.ofMillis(200), MOMENT));
    }
}
