package dev.parley.junit;

import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Recorder;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the event loops hand over, and the test's thread asks for. */
final class Recording implements Recorder {
    private final Map<Long, List<JsonObject>> lines = new ConcurrentHashMap<>();
    private final Map<Long, Recorded> over = new LinkedHashMap<>();

    @Override
    public Consumer<JsonObject> begin(long number) {
        List<JsonObject> own = new ArrayList<>();
        lines.put(number, own);
        return own::add;
    }

    @Override
    public synchronized void ended(long number, ConversationOutcome how) {
        over.put(number, new Recorded(lines.get(number), how));
        notifyAll();
    }

    synchronized List<Recorded> over() {
        return List.copyOf(over.values());
    }

    synchronized Recorded await(long number, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            while (!over.containsKey(number)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("expected conversation " + number + " to be over, got " + over.size()
                            + " that are, of " + lines.size());
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return over.get(number);
    }
}
