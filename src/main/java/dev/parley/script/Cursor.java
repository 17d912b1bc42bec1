package dev.parley.script;

import dev.parley.report.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Where one conversation is in its script. */
final class Cursor {
    private final Deque<Frame> frames = new ArrayDeque<>();

    /** A block that was entered; the script itself is the outermost. */
    private static final class Frame {
        private final List<Step> steps;
        private final int times;
        private final Map<String, List<byte[]>> names;
        private int time;
        private int next;

        Frame(List<Step> steps, int times, Map<String, List<byte[]>> names) {
            this.steps = steps;
            this.times = times;
            this.names = names;
        }
    }

    Cursor(List<Step> script) {
        enter(script, 1, Map.of());
    }

    /** Goes through some steps so many times before what comes next. */
    void enter(List<Step> steps, int times, Map<String, List<byte[]>> names) {
        if (times > 0) {
            frames.push(new Frame(steps, times, names));
        }
    }

    /** The next step, or null after the last. */
    Step next() {
        while (!frames.isEmpty()) {
            Frame frame = frames.peek();
            if (frame.next < frame.steps.size()) {
                return frame.steps.get(frame.next++);
            }
            frame.next = 0;
            if (++frame.time == frame.times) {
                frames.pop();
            }
        }
        return null;
    }

    /** What an {@code each} around here has bound to a name, or null. */
    byte[] bound(String name) {
        for (Frame frame : frames) {
            List<byte[]> texts = frame.names.get(name);
            if (texts != null) {
                return texts.get(frame.time);
            }
        }
        return null;
    }

    /** The rounds it is in, for a failure: {@code name "Tracy"}, {@code round 3 of 10}. */
    String rounds() {
        StringJoiner rounds = new StringJoiner(", ");
        frames.descendingIterator().forEachRemaining(frame -> {
            frame.names.forEach((name, texts) -> rounds.add(name + " " + Printable.quoted(texts.get(frame.time))));
            if (frame.names.isEmpty() && frame.times > 1) {
                rounds.add("round " + (frame.time + 1) + " of " + frame.times);
            }
        });
        return rounds.toString();
    }
}
