package dev.parley;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./run.sh bench}: that it measures, not what. */
@Timeout(240)
class BenchIT {
    /** It has to be compiled first, and the processors may have much to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    private static final String NUMBER = " +[\\d,]+";
    private static final String RATIO = " +\\d+\\.\\d\\d";

    @TempDir
    private Path directory;

    @Test
    void tellsTheRatioOfEachFigure() throws Exception {
        Command.Result result = bench("--only", "pp64", "--rounds", "1", "--seconds", "1");

        assertThat(result.exitCode()).as(String.join("\n", result.err())).isZero();
        for (String figure : List.of("messages/s", "p50, µs", "p99, µs")) {
            String row = "pp64 +" + figure + NUMBER + NUMBER + RATIO + RATIO + RATIO;
            assertThat(result.out()).filteredOn(line -> line.matches(row)).hasSize(1);
        }
        assertThat(result.out())
                .anyMatch(line -> line.matches("JDK +" + Runtime.version().feature() + "\\D.*"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --round 1     | expected --rounds, --seconds, --only, --help or jmh first, got "--round"
                    --rounds      | --rounds: expected a value, got nothing
                    --rounds 0    | --rounds: expected a number from 1 to 100, got 0
                    --seconds 1.5 | --seconds: expected a number from 1 to 600, got 1.5
                    --only idle,x | --only: expected some of %s, got "x"
                    """)
    void saysWhatIsWrongWithAnOption(String options, String message) throws Exception {
        Command.Result result = bench(options.split(" "));

        String all = Readme.rows("## Measure it yourself").stream()
                .map(row -> Readme.bare(row.get(0)))
                .collect(joining(", "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).endsWith("bench: " + message.formatted(all));
        assertThat(result.out()).isEmpty();
    }

    @Test
    void leavesNoServerBehind() throws Exception {
        String[] command = {"bench", "--only", "pp64", "--seconds", "60"};
        try (Command bench = Command.runSh(directory, command)) {
            bench.says(line -> line.startsWith("scenario "));
            ProcessHandle self = ProcessHandle.of(bench.pid()).orElseThrow();
            while (self.children().findAny().isEmpty()) {
                Thread.onSpinWait();
            }
            List<ProcessHandle> servers = self.descendants().toList();
            bench.signal("TERM");

            assertThat(bench.ends().exitCode()).isEqualTo(143);
            for (ProcessHandle server : servers) {
                server.onExit().get(10, TimeUnit.SECONDS);
            }
        }
    }

    private Command.Result bench(String... options) throws Exception {
        String[] command = new String[options.length + 1];
        command[0] = "bench";
        System.arraycopy(options, 0, command, 1, options.length);
        try (Command bench = Command.runSh(directory, command)) {
            try {
                return bench.ends(PATIENCE);
            } finally {
                if (bench.alive()) {
                    bench.signal("TERM"); // its servers would outlive a SIGKILL
                }
            }
        }
    }
}
