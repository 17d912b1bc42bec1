package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.CutRecord;
import dev.parley.wire.Ending;
import dev.parley.wire.Fragment;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A wire without a socket: a test says what the peer says, and sees what is said to it. */
public final class FakeWire implements Wire {
    public final VirtualTime time = new VirtualTime();
    public final List<String> said = new ArrayList<>();
    public Ending ended;
    public boolean outputEnded;
    public boolean cut;
    public int records;
    public int answers;
    public int lost;
    /** How many records are said before the wire is full. */
    public int room = Integer.MAX_VALUE;
    /** The longest record that its framing can carry. */
    public int longest = Integer.MAX_VALUE;

    private final Deque<String> waiting = new ArrayDeque<>();
    private final Out out = new Out();
    private Listener listener;
    private boolean stopped;
    private boolean working;
    private boolean inputOver;
    private boolean closed;
    private String reason = "";

    /** The peer says records. */
    public FakeWire hears(String... more) {
        waiting.addAll(List.of(more));
        work();
        return this;
    }

    public void peerEnds() {
        inputOver = true;
        work();
    }

    /** The connection is gone, if it was not before. */
    public void isClosed(Ending ending) {
        if (!closed) {
            closed = true;
            listener.closed(ending);
        }
    }

    /** The wire gives up; the connection is not gone yet. */
    public void fails(Ending why, String words) {
        reason = words;
        ended = why;
        listener.failed(why);
    }

    private void work() {
        if (working) {
            return;
        }
        working = true;
        while (!stopped && ended == null && !cut && !waiting.isEmpty()) {
            stopped = !listener.record(span(waiting.poll()));
        }
        working = false;
        if (!stopped && waiting.isEmpty() && inputOver) {
            inputOver = false;
            listener.inputEnded();
        }
    }

    private static Span span(String text) {
        return new Span(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String peer() {
        return "10.0.0.1:1234";
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public void run(Runnable step) {
        step.run();
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void resume() {
        stopped = false;
        work();
    }

    @Override
    public Out beginRecord() {
        return out;
    }

    @Override
    public boolean endRecord() {
        assertThat(ended).as("said after the end").isNull();
        String record = new String(out.copy(), StandardCharsets.UTF_8);
        out.clear();
        if (record.length() > longest) {
            fails(Ending.BROKEN, "a record that is too long");
            return false;
        }
        said.add(record);
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void endOutput() {
        outputEnded = true;
    }

    @Override
    public void end(Ending why) {
        ended = why;
    }

    @Override
    public void reset() {
        ended = Ending.RESET;
    }

    @Override
    public void cut() {
        cut = true;
        isClosed(Ending.FIN);
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public Fragment unfinished() {
        return Fragment.NONE;
    }

    @Override
    public CutRecord cut(byte[] body, int length) {
        return new CutRecord(Optional.empty(), new Fragment(Arrays.copyOf(body, length), length, 0));
    }

    @Override
    public String local() {
        return "10.0.0.2:5678";
    }

    @Override
    public byte[] takeBack() {
        return said.remove(said.size() - 1).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void send(byte[] framed, int from, int to, int answers) {
        this.answers += answers;
        if (from < to) {
            said.add(new String(framed, from, to - from, StandardCharsets.UTF_8));
        }
    }

    @Override
    public boolean full() {
        return said.size() >= room;
    }

    /** The peer reads all that was said, when it was too much. */
    public void peerReads() {
        room += said.size();
        listener.drained();
    }

    @Override
    public void untaken(Predicate<Span> more) {
        while (!waiting.isEmpty() && more.test(span(waiting.poll()))) {
            // the predicate does what there is to do
        }
    }

    @Override
    public void countRecord() {
        records++;
    }

    @Override
    public void countAnswer() {
        answers++;
    }

    @Override
    public void countLost(int replies) {
        lost += replies;
    }

    @Override
    public long lost() {
        return lost;
    }
}
