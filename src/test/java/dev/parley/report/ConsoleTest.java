package dev.parley.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @BeforeEach
    void watch() {
        PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        Console.redirect(stream, stream);
    }

    @AfterEach
    void lookAway() {
        Console.redirect(System.out, System.err);
    }

    private String shown() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsAboveWhatIsDrawn() {
        Console.draw("half");
        Console.log("once more");
        Console.say("a sum");
        Console.draw("whole");
        Console.settle();
        Console.log("done");

        assertThat(shown())
                .isEqualTo("\r\033[Khalf" + "\r\033[Konce more\nhalf" + "\r\033[Ka sum\nhalf" + "\r\033[Kwhole\n"
                        + "done\n");
    }

    @Test
    void drawsNothingWhereNothingWasDrawn() {
        Console.log("once more");
        Console.settle();

        assertThat(shown()).isEqualTo("once more\n");
    }
}
