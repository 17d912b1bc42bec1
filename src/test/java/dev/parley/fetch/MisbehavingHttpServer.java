package dev.parley.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP server that says, byte for byte, what a test wants: for each path a list of steps, played for one request.
 *
 * <p>A path with several lists plays one for each request in turn, and the last again and again. After the last step
 * the connection is closed. A path without any hangs.
 */
final class MisbehavingHttpServer implements AutoCloseable {
    /** One thing that a server does to a connection. */
    interface Step {
        void on(Socket connection, OutputStream out) throws IOException, InterruptedException;
    }

    /** Lines of a head as a text block, with CRLF and the empty line that ends it. */
    static Step head(String lines) {
        return bytes((lines.strip() + "\n\n").replace("\n", "\r\n"));
    }

    /** An answer 200 with its length. */
    static Step[] ok(String body) {
        return new Step[] {head("HTTP/1.1 200 OK\nContent-Length: " + body.length()), bytes(body)};
    }

    static Step bytes(String text) {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Step bytes(byte[] bytes) {
        return (connection, out) -> {
            out.write(bytes);
            out.flush();
        };
    }

    /** Waits until the test says go on; {@code reached} tells the test that it has come this far. */
    static Step until(CountDownLatch reached, CountDownLatch goOn) {
        return (connection, out) -> {
            reached.countDown();
            goOn.await();
        };
    }

    /** Sends no more, and does not end either. */
    static Step hang() {
        return (connection, out) -> new CountDownLatch(1).await();
    }

    static Step reset() {
        return (connection, out) -> {
            connection.setSoLinger(true, 0);
            connection.close();
        };
    }

    private final ServerSocket listening;
    private final Map<String, List<Step[]>> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final String scheme;

    private final Layer layer;
    private final Step[] rude;

    /** What lies over an accepted connection. */
    private interface Layer {
        Socket over(Socket raw) throws IOException;
    }

    private MisbehavingHttpServer(String scheme, Layer layer, String address, Step... rude) throws IOException {
        this.scheme = scheme;
        this.layer = layer;
        this.rude = rude;
        listening = new ServerSocket(0, 50, InetAddress.getByName(address));
        start(this::accept);
    }

    static MisbehavingHttpServer start() throws IOException {
        return startOn("127.0.0.1");
    }

    static MisbehavingHttpServer startOn(String address) throws IOException {
        return new MisbehavingHttpServer("http", raw -> raw, address);
    }

    static MisbehavingHttpServer startTls(SSLContext tls, String address) throws IOException {
        return startTls(tls, address, socket -> {});
    }

    /** One that serves nobody who shows no certificate. */
    static MisbehavingHttpServer startTlsForClientsOf(SSLContext tls, String... versions) throws IOException {
        return startTls(tls, "127.0.0.1", socket -> {
            socket.setNeedClientAuth(true);
            socket.setEnabledProtocols(versions);
        });
    }

    private static MisbehavingHttpServer startTls(SSLContext tls, String address, Consumer<SSLSocket> settings)
            throws IOException {
        return new MisbehavingHttpServer(
                "https",
                raw -> {
                    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, true);
                    socket.setUseClientMode(false);
                    settings.accept(socket);
                    return socket;
                },
                address);
    }

    /** A server that plays {@code steps} without having heard anything. */
    static MisbehavingHttpServer startRude(Step... steps) throws IOException {
        return new MisbehavingHttpServer("http", raw -> raw, "127.0.0.1", steps);
    }

    /** Under TLS: says that no more will come, and leaves the connection as it is. */
    static Step notice() {
        return (connection, out) -> connection.shutdownOutput();
    }

    /** Under TLS: ends the connection below it, without the word that TLS has for that. */
    Step tear() {
        return (connection, out) -> {
            for (Socket raw : connections) {
                raw.shutdownOutput();
            }
            new CountDownLatch(1).await();
        };
    }

    MisbehavingHttpServer on(String path, Step... steps) {
        scripts.computeIfAbsent(path, p -> new CopyOnWriteArrayList<>()).add(steps);
        return this;
    }

    /** The same in place of all that the path had so far. */
    MisbehavingHttpServer instead(String path, Step... steps) {
        scripts.remove(path);
        return on(path, steps);
    }

    int port() {
        return listening.getLocalPort();
    }

    String url(String path) {
        String host = listening.getInetAddress().getHostAddress();
        return url(host.contains(":") ? "[::1]" : host, path);
    }

    String url(String host, String path) {
        return scheme + "://" + host + ":" + port() + path;
    }

    /** The heads of all requests so far. */
    List<String> requests() {
        return requests;
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed by the test: nobody else is to be accepted.
        }
    }

    private void serve(Socket raw) {
        try (raw;
                Socket connection = layer.over(raw)) {
            for (Step step : rude) {
                step.on(connection, connection.getOutputStream());
            }
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.add(line);
            }
            if (!lines.isEmpty() && lines.get(0).contains(" ")) { // else it is TLS, which is not spoken here
                requests.add(String.join("\n", lines));
                for (Step step : script(lines.get(0).split(" ")[1])) {
                    step.on(connection, connection.getOutputStream());
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone, or the test is over: either way there is nobody left to misbehave to.
        }
    }

    private Step[] script(String path) {
        List<Step[]> steps = scripts.get(path);
        if (steps == null) {
            return new Step[] {hang()};
        }
        return steps.size() > 1 ? steps.remove(0) : steps.get(0);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket connection : connections) {
            connection.close();
        }
        threads.forEach(Thread::interrupt);
    }
}
