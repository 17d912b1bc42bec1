package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.ScriptedServer;
import dev.parley.testkit.Stage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a client bears with a server that falls silent: at each step as long as it was told to, and it says which. */
@Timeout(60)
class PatienceTest {
    private static final String NAMES = "{'patience': '400ms', 'names': ['Al', 'Bo'], 'expect': 'Hello, {name}!'}";
    /** What a server hears of that and says, in turns. */
    private static final String[] OF_NAMES = {"", "Welcome!\n", "Al\n", "Hello, Al!\n", "Bo\n", "Hello, Bo!\n", "exit\n"
    };

    private static final String SCRIPT = "{'patience': '400ms', 'script': [{'server': '220 hi'}, {'client': 'HELO'},"
            + " {'server': ['250-a', '250 b'], 'after': '200ms'}, {'client': 'DATA'}, {'server': '354 go', 'within': '300ms'},"
            + " {'client': 'QUIT'}, {'close': 'server'}]}";
    private static final String[] OF_SCRIPT = {
        "", "220 hi\n", "HELO\n", "250-a\n250 b\n", "DATA\n", "354 go\n", "QUIT\n"
    };

    /** What a loaded machine may take longer, in milliseconds. */
    private static final long ROOM = 3_000;

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 400 | : greeting: expected a record, got
            1 | 400 | : answer to "Al": expected "Hello, Al!", got
            2 | 400 | : answer to "Bo": expected "Hello, Bo!", got
            3 | 400 | : the end: expected the peer's end, got
            """)
    void waitsForEachAnswer(int turns, long millis, String step) throws Exception {
        waits(NAMES, OF_NAMES, turns, millis, step);
    }

    /** The longer it may take the server to speak, the longer the client waits. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 400 | script[0]: expected "220 hi", got
            1 | 600 | script[2]: expected "250-a", got
            2 | 300 | script[4]: expected "354 go", got
            3 | 400 | script[6]: expected the peer's end, got
            """)
    void waitsForEachStep(int turns, long millis, String step) throws Exception {
        waits(SCRIPT, OF_SCRIPT, turns, millis, step);
    }

    private void waits(String section, String[] talk, int turns, long millis, String step) throws Exception {
        AtomicLong silentSince = new AtomicLong(System.nanoTime());
        AtomicLong silentFor = new AtomicLong();
        try (ScriptedServer server = ScriptedServer.with(peer -> {
            for (int i = 0; i < 2 * turns; i += 2) {
                peer.hears(talk[i]);
                silentSince.set(System.nanoTime());
                peer.says(talk[i + 1]);
            }
            peer.hears(talk[2 * turns]).hearsTheEnd();
            silentFor.set(System.nanoTime() - silentSince.get());
        })) {
            Outcome outcome = stage.play(section, server.port());

            assertThat(outcome.passed()).isFalse();
            assertThat(outcome.summary()).contains(step + " a time-out after " + millis + "ms");
            server.played();
            assertThat(TimeUnit.NANOSECONDS.toMillis(silentFor.get())).isBetween(millis, millis + ROOM);
        }
    }
}
