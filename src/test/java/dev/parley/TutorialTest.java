package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.report.Outcome;
import dev.parley.testkit.Command;
import dev.parley.testkit.ScriptedServer;
import dev.parley.testkit.Served;
import dev.parley.testkit.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's own Python peers, unchanged but for the port, talk with ours both ways. */
@Timeout(60)
class TutorialTest {
    private static final String NAMES = "Welcome!\nHello, Michael!\nHello, Tracy!\nHello, Sarah!\n";

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path directory;

    @BeforeAll
    static void needsPython() throws InterruptedException {
        try {
            new ProcessBuilder("python3", "--version").start().waitFor();
        } catch (IOException absent) {
            assertThat(System.getenv("CI")).as("python3 has to be there in CI").isNull();
            Assumptions.abort("python3 is not there: the tutorial's peers cannot be run");
        }
    }

    @Test
    void itsClientTalksWithOurServer() throws Exception {
        Served server = stage.serve("{\"framing\": \"chunk\", \"delay\": \"20ms\"}");
        try (Command client = python("echo_client.py", server.port())) {
            Command.Result result = client.ends();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo(NAMES.lines().toList());
        }
        stage.logged(line -> line.endsWith(" closed."));
        server.stop();
        assertThat(stage.log()).last().isEqualTo("Closed: 1 connections, 3 records, 0 replies lost.");
    }

    @Test
    void itsServerTalksWithOurClient() throws Exception {
        int port = ScriptedServer.deafPort();
        try (Command server = python("echo_server.py", port)) {
            server.says("Waiting for connection..."::equals);
            Outcome outcome = stage.play("{\"framing\": \"chunk\", \"expect\": \"Hello, {name}!\"}", port);
            assertThat(outcome.passed()).as(outcome.summary()).isTrue();
            assertThat(stage.said()).isEqualTo(NAMES);
            server.says(line -> line.endsWith(" closed."));
        }
    }

    private Command python(String script, int port) throws IOException {
        try (InputStream in = TutorialTest.class.getResourceAsStream("/tutorial/" + script)) {
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Path file = directory.resolve(script);
            Files.writeString(file, source.replace("9999", Integer.toString(port)));
            return Command.run(directory, Map.of(), List.of("python3", "-u", file.toString()));
        }
    }
}
