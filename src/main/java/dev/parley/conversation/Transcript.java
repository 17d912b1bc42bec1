package dev.parley.conversation;

import dev.parley.config.Bytes;
import dev.parley.config.Durations;
import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Writes a conversation down as the steps of a script, with the waits that were measured.
 *
 * <p>A line is handed on when the next event comes, since that may belong to it; the last when the connection is closed.
 */
public final class Transcript implements Observer {
    /** Of a line that is only kept to be shown, so many bytes are enough. */
    private static final int SHOWN = 4096;

    /** What a script would take for a placeholder. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?=[A-Za-z][A-Za-z0-9_.]*\\})");

    private final Side side;
    private final Time time;
    private final Consumer<JsonObject> lines;
    private final Deque<JsonObject> last;
    private final int longest;
    private JsonObject line;
    private Side ended;
    private boolean over;
    private long before;

    /** @param lines takes the steps, one by one */
    public Transcript(Side side, Time time, Consumer<JsonObject> lines) {
        this(side, time, lines, new ArrayDeque<>(), Integer.MAX_VALUE);
    }

    private Transcript(Side side, Time time, Consumer<JsonObject> lines, Deque<JsonObject> last, int longest) {
        this.side = side;
        this.time = time;
        this.lines = lines;
        this.last = last;
        this.longest = longest;
        this.before = time.now();
    }

    /** Keeps the last lines alone, for {@link #lines}; of long ones the beginning, and how many bytes more there were. */
    public static Transcript ofLast(int most, Side side, Time time) {
        Deque<JsonObject> last = new ArrayDeque<>();
        return new Transcript(
                side,
                time,
                line -> {
                    last.add(line);
                    if (last.size() > most) {
                        last.remove();
                    }
                },
                last,
                SHOWN);
    }

    /** The last lines, up to now. */
    public List<JsonObject> lines() {
        handOn();
        return List.copyOf(last);
    }

    private void handOn() {
        if (line != null) {
            lines.accept(line);
            line = null;
        }
    }

    private void begin(JsonObject next) {
        handOn();
        line = next;
    }

    private void line(Side by, byte[] bytes) {
        if (ended != null) {
            begin(new JsonObject().put("end", ended.toString()));
            ended = null;
        }
        long now = time.now();
        Duration after = Duration.ofNanos(now - before);
        before = now;
        int more = Math.max(0, bytes.length - longest);
        begin(new JsonObject().put(by.toString(), text(Arrays.copyOf(bytes, bytes.length - more))));
        if (more > 0) {
            line.put("more", more);
        }
        if (after.toMillis() > 0) {
            line.put("after", Durations.print(after));
        }
    }

    private static Object text(byte[] bytes) {
        Object written = Bytes.toJson(bytes);
        return written instanceof String text ? PLACEHOLDER.matcher(text).replaceAll("{{") : written;
    }

    @Override
    public void heard(String peer, Span record) {
        line(side.other(), record.copy());
    }

    @Override
    public void said(String peer, Out out, int from) {
        line(side, out.since(from).copy());
    }

    @Override
    public void cut(int bytes, boolean reset) {
        line.put("delivery", new JsonObject().put("cut", bytes).put("then", reset ? "reset" : "close"));
        over = true;
    }

    /** The first to end has closed, unless the other goes on. */
    @Override
    public void ended(Side by) {
        if (ended == null) {
            ended = by;
        }
    }

    @Override
    public void reset(Side by) {
        begin(new JsonObject().put("reset", by.toString()));
        over = true;
    }

    @Override
    public void closed(String peer, Ending ending, String reason, long lost) {
        if (!over) {
            if (ending == Ending.RESET) {
                begin(new JsonObject().put("reset", side.other().toString()));
            } else {
                Side by = ended == null ? side : ended;
                begin(new JsonObject().put("close", by.toString()));
            }
        }
        handOn();
    }
}
