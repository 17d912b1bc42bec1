package dev.parley.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that plays a part with one peer, on a thread of its own. */
public final class ScriptedServer implements AutoCloseable {
    /** What it does with its peer. */
    public interface Part {
        void play(Peer peer) throws Exception;
    }

    private final ServerSocket listener;
    private final CompletableFuture<Void> played = new CompletableFuture<>();

    private ScriptedServer(Part part) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(() -> run(part), "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    public static ScriptedServer with(Part part) throws IOException {
        return new ScriptedServer(part);
    }

    private void run(Part part) {
        try {
            try (Peer peer = new Peer(listener.accept())) {
                part.play(peer);
            }
            played.complete(null);
        } catch (Exception | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Waits until the part was played, and fails if it could not be. */
    public void played() throws Exception {
        played.get(10, TimeUnit.SECONDS);
    }

    /** A port on which nobody listens. */
    public static int deafPort() {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return listener.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
