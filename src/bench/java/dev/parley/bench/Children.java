package dev.parley.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The processes that were started here: none of them outlives this one, unless that is killed. For several threads. */
final class Children {
    private static final int SECONDS = 10;
    private static final Set<Process> RUNNING = new HashSet<>();
    private static boolean over;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "children"));
    }

    private Children() {}

    static synchronized Process start(ProcessBuilder builder) throws IOException {
        if (over) {
            throw new IOException("the bench is over");
        }
        Process process = builder.start();
        RUNNING.add(process);
        return process;
    }

    /** SIGTERM, and SIGKILL for one that does not heed it. */
    static void end(Process process) {
        process.destroy();
        try {
            process.waitFor(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        synchronized (Children.class) {
            RUNNING.remove(process);
        }
    }

    private static synchronized void endAll() {
        over = true;
        RUNNING.forEach(Process::destroyForcibly);
    }
}
