package dev.parley.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for whoever has to be told one before anybody listens on it. */
public final class FreePort {
    /** Below those that a kernel gives to whoever connects, so that nobody else comes by it in the meantime. */
    private static final int FROM = 20_000;

    private static final int TO = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    public static int take() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // another, then
            }
        }
        throw new IOException("no free port from " + FROM + " to " + TO);
    }
}
