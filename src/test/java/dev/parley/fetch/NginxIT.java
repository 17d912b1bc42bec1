package dev.parley.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testkit.Authority;
import dev.parley.testkit.Command;
import dev.parley.testkit.FreePort;
import dev.parley.testkit.Stage;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the server that half of the web has; CI installs it. */
@Timeout(120)
class NginxIT {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");

    @TempDir
    Path directory;

    private int plain;
    private int secure;
    private int old;
    private int brief;
    private Command nginx;

    @BeforeEach
    void serve() throws Exception {
        assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
        Authority.Issued host = new Authority(directory).issue("host", "dns:localhost");
        // Begun by root, nginx serves as somebody who has to be let in.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path pages = Files.createDirectory(directory.resolve("pages"));
        byte[] content = new byte[5_000_000];
        new Random(3).nextBytes(content);
        Files.write(pages.resolve("file"), content);
        plain = FreePort.take();
        secure = FreePort.take();
        old = FreePort.take();
        brief = FreePort.take();
        Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                pid nginx.pid;
                error_log stderr;
                events { }
                http {
                  access_log access.log;
                  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
                  server {
                    listen 127.0.0.1:%d;
                    listen 127.0.0.1:%d ssl http2;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                    root pages;
                    location /slowly/ { alias pages/; limit_rate 2m; }
                  }
                  server { # HTTP/1.1 alone
                    listen 127.0.0.1:%d ssl;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                    root pages;
                    location / { limit_rate 900k; try_files /file =404; }
                  }
                  server { # HTTP/2, one request at a time, and then a farewell
                    listen 127.0.0.1:%d ssl http2;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                    http2_max_concurrent_streams 1;
                    keepalive_timeout 0;
                    root pages;
                    location / { limit_rate 900k; try_files /file =404; }
                  }
                }
                """.formatted(
                        plain,
                        secure,
                        host.certificate(),
                        host.key(),
                        old,
                        host.certificate(),
                        host.key(),
                        brief,
                        host.certificate(),
                        host.key()));
        nginx = Command.run(
                directory,
                Map.of(),
                List.of(
                        NGINX.toString(),
                        "-p",
                        directory + "/",
                        "-c",
                        directory.resolve("nginx.conf") + "",
                        "-e",
                        "stderr"));
        Stage.await(() -> {
            try (Socket socket = new Socket("127.0.0.1", plain)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
    }

    private Command.Result fetch(String section) throws Exception {
        try (Command command = Command.runSh(directory, "fetch", "-conf", "{\"fetch\": " + section + "}")) {
            return command.ends();
        }
    }

    private void assertSame() throws IOException {
        assertThat(Files.mismatch(directory.resolve("file"), directory.resolve("pages/file")))
                .isEqualTo(-1);
    }

    @Test
    void speaksHttp2() throws Exception {
        Command.Result result =
                fetch("{\"url\": \"https://localhost:" + secure + "/file\", \"trust\": \"" + directory + "/ca.pem\"}");

        assertThat(result.exitCode()).as(result.err().toString()).isZero();
        assertThat(result.out()).first().asString().startsWith("HTTP/2 200");
        assertSame();
    }

    /** Each of them takes longer than the others may have to wait for a connection. */
    @ParameterizedTest
    @ValueSource(strings = {"old", "brief"})
    void getsManyFromServersThatCarryOneAtATime(String server) throws Exception {
        Path directory = Files.createDirectory(this.directory.resolve("many"));
        int port = server.equals("old") ? old : brief;
        List<String> targets = IntStream.range(0, 4)
                .mapToObj(i -> "\"https://localhost:" + port + "/file" + i + "\"")
                .toList();

        Command.Result result = fetch("{\"targets\": " + targets + ", \"directory\": \"" + directory
                + "\", \"parallel\": 3, \"trust\": \"" + this.directory + "/ca.pem\"}");

        assertThat(result.exitCode()).as(result.err().toString()).isZero();
        assertThat(result.err()).last().asString().startsWith("fetch: 4 targets: 4 saved");
    }

    @Test
    void goesOnAfterAKill() throws Exception {
        String url = "http://127.0.0.1:" + plain + "/slowly/file";
        try (Command first = Command.runSh(directory, "fetch", url)) {
            Path part = directory.resolve("file.part");
            Stage.await(() -> Files.exists(part) && Files.size(part) > 100_000);
            first.signal("KILL");
            first.ends();
        }
        assertThat(directory.resolve("file")).doesNotExist();
        try (Command second = Command.runSh(directory, "fetch", url)) {
            Command.Result result = second.ends();
            assertThat(result.exitCode()).as(result.err().toString()).isZero();
            assertThat(result.out()).first().isEqualTo("HTTP/1.1 206 Partial Content");
        }
        assertSame();
    }

    @Test
    void leavesAnUnchangedFileAlone() throws Exception {
        String section = "{\"url\": \"http://127.0.0.1:" + plain + "/file\", \"conditional\": true}";
        assertThat(fetch(section).exitCode()).isZero();

        Command.Result again = fetch(section);

        assertThat(again.out()).first().isEqualTo("HTTP/1.1 304 Not Modified");
        assertThat(again.out()).contains("Unchanged file (5000000 bytes).");
        assertSame();
    }
}
