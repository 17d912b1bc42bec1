package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Command;
import dev.parley.testkit.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files in conf/scripts, served as they are to the clients that people really use. */
@Timeout(120)
class ScriptsIT {
    private static final Path SCRIPTS = Path.of("conf", "scripts").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void aMailIsSentToTheSmtpScriptByPython() throws Exception {
        needs("python3");
        String send = """
                import smtplib, sys
                mail = 'Subject: hi\\r\\n\\r\\none\\r\\n.two\\r\\nQUIT\\r\\n'
                with smtplib.SMTP('127.0.0.1', int(sys.argv[1]), timeout=20) as smtp:
                    print(smtp.sendmail('a@example.org', ['b@example.org', 'c@example.org'], mail))
                    print(smtp.docmd('NONSENSE', 'here'))
                """;
        try (Command server = serve("smtp.json")) {
            String port = Integer.toString(server.port());
            Command.Result sent = run(List.of("python3", "-c", send, port));
            assertThat(sent.err()).isEmpty();
            assertThat(sent.out()).containsExactly("{}", "(500, b'what? NONSENSE here')");
        }
    }

    @Test
    void redisCliIsAnsweredWithPong() throws Exception {
        needs("redis-cli");
        try (Command server = serve("redis-ping.json")) {
            String port = Integer.toString(server.port());
            assertThat(run(List.of("redis-cli", "-p", port, "ping")).out()).containsExactly("PONG");
        }
    }

    @Test
    void theLoginLetsInWhoKnowsThePassword() throws Exception {
        try (Command server = serve("login.json")) {
            server.logs(line -> line.matches("Delays are drawn from seed \\d+\\."));
            try (Peer peer = Peer.connect(server.port())) {
                peer.hears("+OK who are you?\n").says("LIST\n").hears("-ERR what? LIST\n");
                peer.says("USER ann\n").hears("+OK ann, your password?\n");
                peer.says("PASS guess\n").hears("-ERR wrong password\n");
                peer.says("USER ann\nPASS secret\nLIST\nQUIT\n");
                assertThat(peer.hearsToTheEnd()).isEqualTo("""
                                +OK ann, your password?
                                +OK come in
                                +OK 2 letters
                                1 120
                                2 80
                                .
                                +OK bye
                                """);
            }
        }
    }

    private Command serve(String script) throws IOException {
        return Command.runSh(
                directory,
                Map.of("PARLEY_SERVER_PORT", "0"),
                "server",
                "-conf",
                SCRIPTS.resolve(script).toString());
    }

    private Command.Result run(List<String> command) throws Exception {
        try (Command client = Command.run(directory, Map.of(), command)) {
            return client.ends();
        }
    }

    private static void needs(String program) throws InterruptedException {
        try {
            new ProcessBuilder(program, "--version").start().waitFor();
        } catch (IOException absent) {
            assertThat(System.getenv("CI"))
                    .as(program + " has to be there in CI")
                    .isNull();
            Assumptions.abort(program + " is not there");
        }
    }
}
