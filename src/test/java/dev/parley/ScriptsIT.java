package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Command;
import dev.parley.testkit.Peer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

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

    @Test
    void theFlakyServerResetsTheSecondConnectionAfterSevenBytes() throws Exception {
        needs("python3");
        String ask = """
                import socket, sys
                for i in range(3):
                    s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20)
                    s.sendall(b'ping\\n')
                    got = b''
                    try:
                        while not got.endswith(b'\\n'):
                            piece = s.recv(100)
                            if not piece: raise EOFError('FIN')
                            got += piece
                    except Exception as e:
                        got += b' ' + type(e).__name__.encode()
                    print(got)
                    s.close()
                """;
        try (Command server = serve("flaky.json")) {
            String port = Integer.toString(server.port());
            assertThat(run(List.of("python3", "-c", ask, port)).out())
                    .containsExactly("b'pong\\n'", "b'pong, I ConnectionResetError'", "b'pong\\n'");
        }
    }

    @Test
    void theBinaryProtocolTalksWithPythonsStruct() throws Exception {
        needs("python3");
        String ask = """
                import socket, struct, sys
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20)
                f = s.makefile('rb')
                def say(body): s.sendall(struct.pack('>H', len(body)) + body)
                def hear(): return f.read(struct.unpack('>H', f.read(2))[0]).hex()
                say(b'\\x01\\x07'); print(hear())
                say(b'\\x02'); print(hear(), hear())
                s.close()
                """;
        Map<String, String> environment = Map.of("PARLEY_SERVER_PORT", "0", "PARLEY_SERVER_CONVERSATIONS", "1");
        try (Command server = Command.runSh(
                directory,
                environment,
                "server",
                "-conf",
                SCRIPTS.resolve("binary.json").toString())) {
            String port = Integer.toString(server.port());
            assertThat(run(List.of("python3", "-c", ask, port)).out()).containsExactly("8107cafe", "8200 82ff");
            assertThat(server.ends().exitCode()).isZero();
        }
    }

    @Test
    void aServerEndsWithOneWhenOneOfItsConversationsFailed() throws Exception {
        Map<String, String> environment = Map.of("PARLEY_SERVER_PORT", "0", "PARLEY_SERVER_CONVERSATIONS", "2");
        String script = SCRIPTS.resolve("tutorial.json").toString();
        try (Command server = Command.runSh(
                directory,
                environment,
                "server",
                "-conf",
                script,
                "-report",
                "out/report.xml",
                "--report=out/report.json")) {
            int port = server.port();
            try (Command client = Command.runSh(
                    directory, Map.of("PARLEY_CLIENT_PORT", Integer.toString(port)), "client", "-conf", script)) {
                Command.Result spoken = client.ends();
                assertThat(spoken.exitCode()).isZero();
                assertThat(spoken.out())
                        .containsExactly("Welcome!", "Hello, Michael!", "Hello, Tracy!", "Hello, Sarah!");
            }
            try (Peer peer = Peer.connect(port)) {
                peer.says("Michael\nTrcy\n").hearsToTheEnd();
            }
            Command.Result served = server.ends();
            assertThat(served.exitCode()).isEqualTo(1);
            assertThat(served.err())
                    .anyMatch(line -> line.contains("tutorial.json:7:9: script[1].do[0] (name \"Tracy\"):"
                            + " expected \"Tracy\", got \"Trcy\" after "));
            assertThat(served.err().get(served.err().size() - 1)).startsWith("Closed: 2 connections, ");
        }
        JsonObject json = new JsonObject(Files.readString(directory.resolve("out/report.json")));
        assertThat(json.getBoolean("passed")).isFalse();
        assertThat(json.getJsonArray("outcomes")).hasSize(2);
        assertThat(json.getJsonArray("outcomes").getJsonObject(1).getInteger("line"))
                .isEqualTo(7);
        Element suite = xml(directory.resolve("out/report.xml"));
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("expected \"Tracy\", got \"Trcy\"");
        assertThat(failure.getTextContent()).contains("^^ at byte 2").contains("transcript");
        assertThat(((Element) failure.getParentNode()).getAttribute("classname"))
                .isEqualTo("parley.server");
    }

    private static Element xml(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    @Test
    void checkTellsWhereTwoScriptsPart() throws Exception {
        String tutorial = SCRIPTS.resolve("tutorial.json").toString();
        Path other = directory.resolve("other.json");
        Files.writeString(
                other, Files.readString(SCRIPTS.resolve("tutorial.json")).replace("exit", "quit"));
        try (Command check = Command.runSh(directory, "check", tutorial, "other.json", "-report", "check.xml")) {
            Command.Result checked = check.ends();
            assertThat(checked.exitCode()).isEqualTo(1);
            assertThat(checked.out()).isEmpty();
            assertThat(checked.err())
                    .anyMatch(line ->
                            line.contains("tutorial.json:9:5: script[2]: expected \"exit\", got \"quit\" after "));
        }
        assertThat(xml(directory.resolve("check.xml")).getAttribute("failures")).isEqualTo("1");
        try (Command check = Command.runSh(directory, "check", tutorial)) {
            Command.Result checked = check.ends();
            assertThat(checked.exitCode()).isZero();
            assertThat(checked.err()).allMatch(line -> line.startsWith("parley: Thread")); // on a slow machine
            assertThat(checked.out()).singleElement().asString().startsWith(tutorial + ": passed, 1 conversation in ");
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
