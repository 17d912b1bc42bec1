package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A peer that says names and hears nothing, until it has said them all or its connection is closed. */
public final class Flood {
    private static final String NAME = "Michael\n";
    /** How many are said at a time. */
    private static final int PIECE = 1000;
    /** For how long nothing more is taken of one that is stuck, or has said all. */
    private static final long STILL_MILLIS = 300;

    private final Thread thread;
    private volatile long said;

    private Flood(Peer peer, byte[] piece, long pieces) {
        thread = new Thread(() -> run(peer, piece, pieces), "flood");
        thread.setDaemon(true);
        thread.start();
    }

    /** Names without end. */
    public static Flood of(Peer peer) {
        return new Flood(peer, NAME.repeat(PIECE).getBytes(), Long.MAX_VALUE);
    }

    /** So many names, rounded up to a thousand. */
    public static Flood of(Peer peer, int names) {
        return new Flood(peer, NAME.repeat(PIECE).getBytes(), (names + PIECE - 1) / PIECE);
    }

    /** One record without end. */
    public static Flood endless(Peer peer) {
        return new Flood(peer, "x".repeat(PIECE).getBytes(), Long.MAX_VALUE);
    }

    /** So many bytes of a record, rounded up to a thousand, and then no more. */
    public static Flood unfinished(Peer peer, int bytes) {
        return new Flood(peer, "x".repeat(PIECE).getBytes(), (bytes + PIECE - 1) / PIECE);
    }

    private void run(Peer peer, byte[] piece, long pieces) {
        try {
            for (long i = 0; i < pieces; i++) {
                peer.says(piece);
                said = (i + 1) * piece.length;
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
            thread.join(STILL_MILLIS);
        } while (server.bytesIn() > read);
        return read;
    }

    /** What is done while a flood rises. */
    public interface Meanwhile {
        void act() throws Exception;
    }

    /** Does something again and again until all are stuck, or have said what they had to say. */
    public static void await(List<Flood> floods, Meanwhile meanwhile) throws Exception {
        long before = -1;
        long now = 0;
        while (now == 0 || now > before) {
            before = now;
            long began = System.nanoTime();
            do {
                meanwhile.act();
            } while (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(STILL_MILLIS));
            now = floods.stream().mapToLong(flood -> flood.said).sum();
        }
    }

    /** Waits for its end. */
    public void ends() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).as("still flooding").isFalse();
    }
}
