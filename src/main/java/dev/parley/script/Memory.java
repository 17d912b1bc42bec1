package dev.parley.script;

import dev.parley.conversation.Asker;
import dev.parley.conversation.Captures;
import dev.parley.conversation.Match;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Side;
import dev.parley.conversation.Slot;
import dev.parley.conversation.Words;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import dev.parley.wire.Wire;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** What one conversation remembers of what was said and heard: what its placeholders stand for. */
final class Memory implements Observer {
    private static final byte[] NOTHING = {};

    private final Side side;
    private final long number;
    private final Wire wire;
    private final String peer;
    private final Cursor cursor;
    private final Captures captures = new Captures();
    private final Map<String, byte[]> bound = new HashMap<>();
    /** What we said last. */
    private byte[] mine = NOTHING;
    /** What the other side said last, of what was expected. */
    private byte[] theirs = NOTHING;

    private long said;
    private long heard;

    Memory(Side side, long number, Wire wire, Cursor cursor) {
        this.side = side;
        this.number = number;
        this.wire = wire;
        this.peer = wire.peer();
        this.cursor = cursor;
    }

    @Override
    public void said(String to, Out out, int from) {
        mine = out.since(from).copy();
        said++;
    }

    @Override
    public void heard(String peer, Span record) {
        heard++;
    }

    long heard() {
        return heard;
    }

    void keep(Span record) {
        theirs = record.copy();
    }

    /** Whether a record of the other side is such a one, whose groups are bound then. */
    boolean matches(Match match, Span record) {
        boolean matches = match.matches(record, captures);
        if (matches) {
            captures.bind(match, bound);
        }
        return matches;
    }

    /** Binds the groups of a pattern to what we have just said ourselves. */
    void bind(Match pattern) {
        matches(pattern, new Span(mine));
    }

    JsonObject question(String step) {
        return Asker.question(theirs, peer, number, heard).put("step", step);
    }

    /** What placeholders stand for in a line of one side: its peer is the other. */
    Words words(Side speaker) {
        boolean ours = speaker == side;
        return new Words() {
            @Override
            public void append(Slot slot, Out out) {
                switch (slot) {
                    case RECORD -> out.append(ours ? theirs : mine);
                    case PEER -> out.append(ours ? peer : wire.local());
                    case CONNECTION -> out.append(Long.toString(number));
                    case COUNT -> out.append(Long.toString(ours ? heard : said));
                }
            }

            @Override
            public void append(String name, Out out) {
                byte[] text = cursor.bound(name);
                out.append(text == null ? bound.getOrDefault(name, NOTHING) : text);
            }
        };
    }
}
