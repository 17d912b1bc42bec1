package dev.parley.bench;

import dev.parley.report.Console;
import dev.parley.server.EchoServerVerticle;
import dev.parley.wire.Transports;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Records per second through a whole server in this JVM: one connection over loopback, which asks for 64 at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(RecordPathBenchmark.RECORDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class RecordPathBenchmark {
    static final int RECORDS = 64;

    @Param({"parley", "textbook"})
    private String server;

    /** Of a name, in bytes. */
    @Param({"8", "1024"})
    private int size;

    private Vertx vertx;
    private Socket socket;
    private byte[] names;
    private byte[] replies;

    @Setup
    public void setUp() throws IOException, TimeoutException {
        String name = "x".repeat(size);
        names = bytes((name + "\n").repeat(RECORDS));
        replies = bytes(("Hello, " + name + "!\n").repeat(RECORDS));
        socket = new Socket(InetAddress.getLoopbackAddress(), server.equals("parley") ? parley() : textbook());
        socket.setTcpNoDelay(true);
        expect(bytes("Welcome!\n"));
    }

    private int parley() throws TimeoutException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Console.redirect(nowhere, nowhere); // JMH's own output is to be read
        vertx = Vertx.builder().withTransport(Transports.of(Optional.empty())).build();
        EchoServerVerticle verticle = new EchoServerVerticle();
        JsonObject section = new JsonObject().put("port", 0).put("delay", 0).put("log", "quiet");
        DeploymentOptions options = new DeploymentOptions().setConfig(new JsonObject().put("server", section));
        vertx.deployVerticle(verticle, options).await(20, TimeUnit.SECONDS);
        return verticle.port();
    }

    private int textbook() throws TimeoutException {
        vertx = Vertx.vertx();
        return TextbookServer.listen(vertx, 0, 0).await(20, TimeUnit.SECONDS).actualPort();
    }

    @Benchmark
    public void batch() throws IOException {
        socket.getOutputStream().write(names);
        expect(replies);
    }

    private void expect(byte[] expected) throws IOException {
        if (!Arrays.equals(expected, socket.getInputStream().readNBytes(expected.length))) {
            throw new IOException("a wrong reply");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @TearDown
    public void tearDown() throws IOException, TimeoutException {
        socket.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }
}
