package dev.parley.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of the real command line, in a directory of its own. */
public final class Command implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final Path RUN_SH = Path.of("run.sh").toAbsolutePath();

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Command(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream(), "stdout");
        this.err = new Lines(process.getErrorStream(), "stderr");
    }

    /** How a command ended. */
    public record Result(int exitCode, List<String> out, List<String> err) {}

    /** Begins {@code ./run.sh arguments…} in {@code directory}. */
    public static Command runSh(Path directory, String... arguments) throws IOException {
        return runSh(directory, Map.of(), arguments);
    }

    public static Command runSh(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(RUN_SH.toString()));
        command.addAll(List.of(arguments));
        return run(directory, environment, command);
    }

    public static Command run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> inherited = new HashMap<>(builder.environment());
        inherited.keySet().removeIf(name -> name.matches("PARLEY_.*|JAVA_OPTS|(?i:[a-z]+_proxy)"));
        builder.environment().keySet().retainAll(inherited.keySet());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new Command(builder.start());
    }

    /** Begins Parley as somebody without privileges: as nobody, where the tests run as root. */
    public static Command unprivileged(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return unprivileged(directory, Map.of(), command);
    }

    public static Command unprivileged(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        List<String> dropped = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            dropped.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        dropped.addAll(command);
        return run(directory, environment, dropped);
    }

    public static Path runSh() {
        return RUN_SH;
    }

    /** The JVM that runs this test. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static Path jar() {
        return Path.of("target", "parley.jar").toAbsolutePath();
    }

    /** Waits for a line of standard error. */
    public String logs(Predicate<String> line) throws InterruptedException {
        return err.await(line);
    }

    public String says(Predicate<String> line) throws InterruptedException {
        return out.await(line);
    }

    /** The port that a server tells in its log. */
    public int port() throws InterruptedException {
        String line = logs(l -> l.startsWith("Listening on "));
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1, line.length() - 1));
    }

    /** Sends SIGTERM, or what {@code kill -NAME} sends. */
    public long pid() {
        return process.pid();
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public Result ends() throws InterruptedException {
        return ends(Duration.ofSeconds(DEADLINE_SECONDS));
    }

    public Result ends(Duration deadline) throws InterruptedException {
        if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running; it logged:\n" + String.join("\n", err.all()));
        }
        out.join();
        err.join();
        return new Result(process.exitValue(), out.all(), err.all());
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
    }

    /** Collects what a stream says, line by line. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;

        Lines(InputStream stream, String name) {
            reader = new Thread(() -> read(stream), name);
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (var in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> all() {
            synchronized (lines) {
                return List.copyOf(lines);
            }
        }

        void join() throws InterruptedException {
            reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
        }

        String await(Predicate<String> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            synchronized (lines) {
                while (true) {
                    for (String line : lines) {
                        if (wanted.test(line)) {
                            return line;
                        }
                    }
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError("no such line:\n" + String.join("\n", lines));
                    }
                    lines.wait(left);
                }
            }
        }
    }
}
