package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A peer that says names without end and hears nothing, until its connection is closed. */
public final class Flood {
    private static final byte[] NAMES = "Michael\n".repeat(1 << 17).getBytes();

    private final Thread thread;

    private Flood(Peer peer) {
        thread = new Thread(() -> run(peer), "flood");
        thread.setDaemon(true);
        thread.start();
    }

    public static Flood of(Peer peer) {
        return new Flood(peer);
    }

    private static void run(Peer peer) {
        try {
            while (true) {
                peer.says(NAMES);
            }
        } catch (IOException closed) {
            // the story is over
        }
    }

    /** Waits until it is stuck: what was read of it stands still while the kernel's buffers fill. */
    public long stuckAt(Served server) throws Exception {
        Stage.await(() -> server.bytesIn() > 0);
        long read;
        do {
            read = server.bytesIn();
            thread.join(300);
        } while (server.bytesIn() > read);
        return read;
    }

    /** Waits for its end. */
    public void ends() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).as("still flooding").isFalse();
    }
}
