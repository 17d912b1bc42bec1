package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contestant's process. */
final class Server implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on .*?(\\d+)\\.?");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
    private static final int START_SECONDS = 60;

    private final Contestant contestant;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private Server(Contestant contestant, Process process) {
        this.contestant = contestant;
        this.process = process;
    }

    /** Starts one that waits so long before each reply, and waits until it listens. */
    static Server start(Contestant contestant, Home home, Processors processors, Duration delay) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(processors.forServer(contestant.command(home, delay)));
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_")); // meant for another server
        builder.environment().putAll(contestant.environment(delay));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Server server = new Server(contestant, Children.start(builder.redirectErrorStream(true)));
        Thread reader = new Thread(server::read, contestant + " reader");
        reader.setDaemon(true);
        reader.start();
        server.awaitPort();
        return server;
    }

    /** Reads on after the port: a process whose output is not read may wait for that. */
    private void read() {
        String last = "it says nothing";
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.matches()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
                last = line;
            }
        } catch (IOException e) {
            last = e.getMessage();
        }
        port.completeExceptionally(new BenchException(contestant + " did not start: " + last));
    }

    private void awaitPort() {
        try {
            port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            close();
            throw e.getCause() instanceof BenchException because
                    ? because
                    : new BenchException(contestant + " did not start within " + START_SECONDS + " s");
        }
    }

    Contestant contestant() {
        return contestant;
    }

    int port() {
        return port.join();
    }

    /** The time that processors have spent on it; always zero where the system does not tell. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The memory that it has, in KiB, when it has nothing left to collect. */
    long resident() throws IOException {
        for (int i = 0; i < 2; i++) {
            List<String> command = List.of(Home.tool("jcmd").toString(), Long.toString(process.pid()), "GC.run");
            Tool.run(command).orElseThrow(() -> new BenchException("jcmd does not reach " + contestant));
        }
        Matcher resident = RESIDENT.matcher(Files.readString(status(process.pid())));
        if (!resident.find()) {
            throw new BenchException("the system does not tell the memory of " + contestant);
        }
        return Long.parseLong(resident.group(1));
    }

    /** Whether {@link #resident} can be had here. */
    static boolean tellsMemory() {
        return Files.exists(status(ProcessHandle.current().pid())) && Files.exists(Home.tool("jcmd"));
    }

    private static Path status(long pid) {
        return Path.of("/proc", Long.toString(pid), "status");
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
