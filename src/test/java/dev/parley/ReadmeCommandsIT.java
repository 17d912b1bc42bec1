package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testkit.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the blocks of shell commands in README.md, line by line, as if from the repository's root.
 *
 * <p>A line that ends in {@code &} is a server: it has to become ready, and is ended by SIGTERM after the block. Every
 * other line has to end by itself with 0. All ports are moved to free ones.
 */
@Timeout(300)
class ReadmeCommandsIT {
    private static final int SECONDS = 60; // the first line may have to build
    private static final List<String> READY = List.of("Waiting for connection...", "Serving HTTP on");
    private static final List<String> LINKED = List.of("run.sh", "conf", "target");
    private static final List<String> PORTS = List.of("9999", "9100", "9200", "8000");

    @TempDir
    Path directory;

    /** So that what the commands write does not stay in the repository. */
    @BeforeEach
    void aDirectoryLikeTheRepository() throws IOException {
        for (String name : LINKED) {
            Files.createSymbolicLink(directory.resolve(name), Path.of(name).toAbsolutePath());
        }
        for (Map.Entry<String, String> file : Readme.files("json").entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }

    @AfterEach
    void noLinksForJUnitToWarnOf() throws IOException {
        for (String name : LINKED) {
            Files.delete(directory.resolve(name));
        }
    }

    static Stream<String> blocks() {
        return Readme.blocks("sh").stream();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void theCommandsDoWhatTheyShould(String block) throws Exception {
        for (String tool : List.of("nc", "openssl", "python3")) {
            assumeTrue(!block.contains(tool + " ") || installed(tool), tool + " is not installed");
        }
        Map<String, String> ports = new ConcurrentHashMap<>();
        for (String port : PORTS) {
            ports.put(port, Integer.toString(FreePort.take()));
        }
        List<Command> servers = new ArrayList<>();
        try {
            for (String line : block.lines().filter(this::mayRunHere).toList()) {
                Command command = new Command(directory, moved(line, ports), ports.get("9999"));
                if (line.endsWith("&")) {
                    servers.add(command);
                    command.awaitReady();
                } else {
                    command.awaitSuccess();
                }
            }
        } finally {
            servers.forEach(Command::end);
        }
        for (Command server : servers) {
            server.awaitEnd();
        }
    }

    /** The suite would run itself, or what takes longer than a suite may. */
    private boolean mayRunHere(String line) {
        return !List.of("./run.sh test", "./run.sh bench").contains(line) && !line.startsWith("mvn test ");
    }

    private static String moved(String line, Map<String, String> ports) {
        String moved = line.replaceFirst(" *&$", "");
        for (Map.Entry<String, String> port : ports.entrySet()) {
            moved = moved.replaceAll("\\b" + port.getKey() + "\\b", port.getValue());
        }
        return moved;
    }

    private static boolean installed(String tool) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
    }

    /** One line, running; its output is read as it comes. */
    private static final class Command {
        private final String line;
        private final Process process;
        private final StringBuffer output = new StringBuffer();
        private final CountDownLatch ready = new CountDownLatch(1);
        private final Thread reader = new Thread(this::read, "reader");

        /** @param port for the lines that name none, instead of the one in conf/parley.json */
        Command(Path directory, String line, String port) throws IOException {
            this.line = line;
            boolean piped = line.contains("|"); // a server has to be the process itself, so that a signal reaches it
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", piped ? line : "exec env " + line);
            builder.environment().put("PARLEY_SERVER_PORT", port);
            builder.environment().put("PARLEY_CLIENT_PORT", port);
            builder.directory(directory.toFile());
            builder.redirectErrorStream(true);
            process = builder.start();
            process.getOutputStream().close();
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader()) {
                for (String read = lines.readLine(); read != null; read = lines.readLine()) {
                    output.append(read).append('\n');
                    if (READY.stream().anyMatch(read::contains)) {
                        ready.countDown();
                    }
                }
            } catch (IOException e) {
                output.append(e).append('\n');
            }
            ready.countDown();
        }

        void awaitReady() throws InterruptedException {
            boolean inTime = ready.await(SECONDS, TimeUnit.SECONDS);
            assertThat(inTime && process.isAlive()).as(this::toString).isTrue();
        }

        void awaitSuccess() throws InterruptedException {
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            end();
            awaitEnd();
            assertThat(ended && process.exitValue() == 0).as(this::toString).isTrue();
        }

        /** SIGTERM, if it has not ended; nothing outlives its block. */
        void end() {
            process.toHandle().destroy(); // unlike the process's own, it leaves the output to be read
        }

        void awaitEnd() throws InterruptedException {
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            reader.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(ended).as(this::toString).isTrue();
            if (line.contains("run.sh server")) {
                assertThat(output.toString()).as(line).contains("Closed: ").contains(" 0 replies lost.");
            }
        }

        @Override
        public String toString() {
            return line + "\n" + output;
        }
    }
}
