package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Command;
import dev.parley.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run.sh} in places that it was not written in: it works, or says in one line why not. */
@Timeout(120)
class RunShIT {
    @TempDir
    Path directory;

    @Test
    void runsFromAnywhereAndInAPathWithSpaces() throws Exception {
        Path script = copy("my tools");
        Path elsewhere = Files.createDirectory(directory.resolve("an other place"));
        String conf = "{\"server\": {\"port\": 0, \"greeting\": \"%s\"}}";
        Files.writeString(elsewhere.resolve("my own.json"), conf.formatted("Salve!"));
        Path its = Files.createDirectory(script.resolveSibling("conf")).resolve("parley.json");
        Files.writeString(its, conf.formatted("Ave!"));

        // The first leaves an archive of its classes to the second.
        greets("Salve!", "my own.json", List.of(script.toString(), "server", "-conf", "my own.json"), elsewhere);
        greets("Ave!", its.toString(), List.of(script.toString(), "server"), elsewhere);
        try (var left = Files.list(elsewhere)) {
            assertThat(left).containsExactly(elsewhere.resolve("my own.json"));
        }
    }

    private static void greets(String greeting, String conf, List<String> command, Path from) throws Exception {
        try (Command server = Command.run(from, Map.of(), command)) {
            server.logs(("Configuration: " + conf)::equals);
            Peer.connect(server.port()).hears(greeting + "\n").close();
            server.signal("TERM");
            Command.Result ended = server.ends();
            assertThat(ended.exitCode()).isEqualTo(143);
            assertThat(ended.out()).isEmpty();
        }
    }

    /** A copy of what it needs, where nothing has to be built. */
    private Path copy(String name) throws IOException {
        Path tools = directory.resolve(name);
        Files.createDirectories(tools.resolve("src/main"));
        Files.createDirectories(tools.resolve("target"));
        Files.copy(Path.of("pom.xml"), tools.resolve("pom.xml"));
        Files.copy(Command.jar(), tools.resolve("target/parley.jar"));
        Path script = Files.copy(Command.runSh(), tools.resolve("run.sh"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        // Nothing is found there but what it needs to look for itself.
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (String tool : List.of("dirname", "readlink")) {
            Path script = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        refuses("java", Map.of("PATH", bin.toString(), "JAVA_HOME", ""));
        refuses("/nowhere/bin/java", Map.of("JAVA_HOME", "/nowhere"));
    }

    private void refuses(String java, Map<String, String> environment) throws Exception {
        try (Command command = Command.runSh(directory, environment, "server")) {
            Command.Result result = command.ends();
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).containsExactly("run.sh: expected a JDK of 17 or newer, got no " + java);
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void saysThatThereIsNoPlaceForTemporaryFiles() throws Exception {
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        Map<String, String> environment = Map.of("JAVA_OPTS", "-Djava.io.tmpdir=" + locked);
        List<String> command = List.of(Command.runSh().toString(), "server", "-conf", "{\"server\": {\"port\": 0}}");
        try (Command server = Command.unprivileged(directory, environment, command)) {
            Command.Result result = server.ends();
            assertThat(result.exitCode()).isEqualTo(11);
            assertThat(result.err())
                    .containsExactly(
                            "Configuration: -conf",
                            "parley: Unable to create folder at path '" + locked.resolve("vertx-cache") + "'");
        }
    }
}
