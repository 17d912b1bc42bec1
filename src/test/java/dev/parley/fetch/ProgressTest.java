package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static String shown(long total, long arrived) {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        try (Progress progress =
                Progress.bar("a.example", total, new PrintStream(terminal, true, StandardCharsets.UTF_8))) {
            progress.arrived(arrived);
        }
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsHowMuchHasCome() {
        assertThat(shown(4096, 4096)).contains("a.example", "100%", "4/4KiB");
    }

    @Test
    void showsABodyOfUnknownLength() {
        assertThat(shown(-1, 4096)).contains("a.example", "4/?KiB");
    }
}
