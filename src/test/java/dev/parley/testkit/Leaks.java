package dev.parley.testkit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests when a buffer of Netty's was dropped that nobody had released, and tells who had it last.
 *
 * <p>Netty notices when the buffer has been collected and another is allocated, and then only logs it: here both are
 * brought about. What a class leaves to be dropped later is put down to the next. It takes
 * {@code -Dio.netty.leakDetection.level=paranoid}, without which Vert.x turns it off.
 */
public final class Leaks implements AfterAllCallback {
    /** In what is told of each. */
    static final String SIGN = "was not released";

    private static final long PATIENCE_SECONDS = 60;
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    /** Netty's, which would tell the same once more. */
    private static final Logger LOG = Logger.getLogger(ResourceLeakDetector.class.getName());

    static {
        LOG.setFilter(record -> false);
        ByteBufUtil.setLeakListener((type, records) -> FOUND.add("a " + type + " " + SIGN + records));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        List<String> found = found();
        if (!found.isEmpty()) {
            throw new AssertionError(String.join("\n", found));
        }
    }

    /** Those that were not told before. Netty tells two buffers with the same story once. */
    static List<String> found() throws InterruptedException {
        collect();
        collect(); // what the first has found is handed over in its own time, but before what the second finds
        ByteBufAllocator.DEFAULT.directBuffer().release();
        List<String> found = new ArrayList<>();
        for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
            found.add(leak);
        }
        return found;
    }

    /** Returns when the collector has handed over something that was there to be collected. */
    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> dropped = new WeakReference<>(new Object(), collected);
        System.gc();
        if (collected.remove(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)) == null) {
            throw new AssertionError("nothing is collected");
        }
        Reference.reachabilityFence(dropped);
    }
}
