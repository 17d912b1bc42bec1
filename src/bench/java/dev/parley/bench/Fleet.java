package dev.parley.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All connections of the generator to one server. One thread does everything, so that it needs one processor. */
final class Fleet implements AutoCloseable {
    /** How many may be on their way to being greeted: fewer than any server's backlog. */
    private static final int AT_A_TIME = 100;

    private static final long PATIENCE = Duration.ofSeconds(20).toNanos();
    private static final int MILLISECOND = 1;

    private final int port;
    private final int depth;
    private final int size;
    private final long delay;
    private final Selector selector = Selector.open();
    private final List<Caller> callers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private Histogram times = new Histogram();
    /** When something came last. */
    private long heard = System.nanoTime();

    /** What is to be done about a connection to which replies have come. */
    interface OnReplies {
        void came(Caller caller) throws IOException;
    }

    static final OnReplies ASK_AGAIN = Caller::ask;
    static final OnReplies NOTHING = caller -> {};

    /**
     * @param depth how many names each connection may have on their way
     * @param size of a name, in bytes
     * @param delay that each reply has to wait at the server
     */
    Fleet(int port, int depth, int size, Duration delay) throws IOException {
        this.port = port;
        this.depth = depth;
        this.size = size;
        this.delay = delay.toNanos();
    }

    /** Connects until there are so many connections, all of them greeted. */
    void grow(int connections) throws IOException {
        int greeted = callers.size();
        heard = System.nanoTime();
        while (greeted < connections) {
            while (callers.size() < Math.min(connections, greeted + AT_A_TIME)) {
                callers.add(new Caller(selector, port, Names.of(callers.size(), depth, size), delay));
            }
            turn(NOTHING);
            while (greeted < callers.size() && callers.get(greeted).greeted()) {
                greeted++;
            }
        }
    }

    List<Caller> callers() {
        return callers;
    }

    /** Has every connection fill its depth, from the first to the last. */
    void askAll() throws IOException {
        for (Caller caller : callers) {
            caller.ask();
        }
    }

    /** Waits a millisecond at most for something to come, and takes it. */
    void turn(OnReplies then) throws IOException {
        selector.select(key -> ready(key, then), MILLISECOND);
        if (System.nanoTime() - heard > PATIENCE) {
            throw new BenchException(
                    "nothing came for " + Duration.ofNanos(PATIENCE).toSeconds() + " s");
        }
    }

    private void ready(SelectionKey key, OnReplies then) {
        Caller caller = (Caller) key.attachment();
        heard = System.nanoTime();
        try {
            if (caller.ready(buffer, times) > 0) {
                then.came(caller);
            }
        } catch (IOException e) {
            throw new BenchException("a connection broke: " + e.getMessage());
        }
    }

    void turnUntil(long nanoTime, OnReplies then) throws IOException {
        while (System.nanoTime() < nanoTime) {
            turn(then);
        }
    }

    /** Says nothing more, and hears all that is due. */
    void settle() throws IOException {
        for (Caller caller : callers) {
            while (!caller.silent()) {
                turn(NOTHING);
            }
        }
    }

    /** The times of the replies that came since the last call. */
    Histogram times() {
        Histogram since = times;
        times = new Histogram();
        return since;
    }

    @Override
    public void close() throws IOException {
        for (Caller caller : callers) {
            caller.close();
        }
        selector.close();
    }
}
