package dev.parley.script;

import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Evidence;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Side;
import dev.parley.conversation.Spot;
import dev.parley.conversation.Transcript;
import dev.parley.report.Printable;
import dev.parley.wire.Ending;
import dev.parley.wire.Fragment;
import dev.parley.wire.Span;
import dev.parley.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells how one conversation went: at which step, what was expected there, what came, after how long, and what is left. */
final class Witness {
    private static final String STOPPED = "a stop of our own";
    private static final int LEFT_SHOWN = 3;
    private static final int TRANSCRIPT_SHOWN = 10;

    private final Side side;
    private final Wire wire;
    private final String peer;
    private final Cursor cursor;
    private final Transcript transcript;
    private final long began;
    private Spot spot = Spot.named("the beginning");
    private long stepBegan;

    Witness(Side side, Wire wire, Cursor cursor) {
        this.side = side;
        this.wire = wire;
        this.peer = wire.peer();
        this.cursor = cursor;
        this.transcript = Transcript.ofLast(TRANSCRIPT_SHOWN, side, wire.time());
        this.began = wire.time().now();
    }

    /** What is to be told of the conversation. */
    Observer observer() {
        return transcript;
    }

    void arriveAt(Spot next) {
        spot = next;
        waitFromNow();
    }

    void waitFromNow() {
        stepBegan = wire.time().now();
    }

    /** The step that it is at. */
    String spot() {
        return spot.name();
    }

    /** Something that came, with the time since the step began. */
    String timed(String what) {
        return what + " after " + since(stepBegan).toMillis() + "ms";
    }

    ConversationOutcome passed(long heard) {
        return new ConversationOutcome.Passed(side, peer, heard, since(began));
    }

    /** A record came that is not the one. */
    ConversationOutcome.Failed wrong(Expectation expected, Span record) {
        byte[] bytes = record.copy();
        return failed(expected, timed(Printable.quoted(bytes)), Optional.of(bytes), Optional.empty());
    }

    /** A record came before, and none of the steps since was about it. */
    ConversationOutcome.Failed unclaimed(Span record) {
        byte[] bytes = record.copy();
        return failed(Expectation.NOTHING_MORE, Printable.quoted(bytes), Optional.of(bytes), Optional.empty());
    }

    /** Something came that is no record: an end, or the end of our patience. */
    ConversationOutcome.Failed instead(Expectation expected, String what, Ending ending) {
        Fragment rest = wire.unfinished();
        return rest.isEmpty()
                ? failed(expected, what, Optional.empty(), Optional.of(ending))
                : failed(expected, rest + " unfinished, then " + what, Optional.of(rest.shown()), Optional.of(ending));
    }

    /** The connection is gone. */
    ConversationOutcome.Failed lost(Expectation expected, Ending ending) {
        String what = switch (ending) {
            case RESET -> "RST";
            case FIN -> "FIN";
            case DRAINED -> STOPPED;
            default -> wire.reason();
        };
        return instead(expected, timed(what), ending);
    }

    /** What is ours to say cannot be said. */
    ConversationOutcome.Failed unsaid(Ending ending) {
        return failed(Expectation.CARRIED, timed(wire.reason()), Optional.empty(), Optional.of(ending));
    }

    /** Nothing was wrong so far, but nobody wants more of it. */
    ConversationOutcome.Failed stopped(Expectation expected) {
        return failed(expected, timed(STOPPED), Optional.empty(), Optional.empty());
    }

    private ConversationOutcome.Failed failed(
            Expectation expected, String got, Optional<byte[]> bytes, Optional<Ending> ending) {
        Evidence evidence = new Evidence(expected.bytes(), bytes, left(), transcript.lines());
        return new ConversationOutcome.Failed(
                side, peer, spot.with(cursor.rounds()), expected.wish(), got, ending, since(stepBegan), evidence);
    }

    /** What has come and was not looked at. */
    private List<String> left() {
        List<String> left = new ArrayList<>();
        wire.untaken(record -> {
            left.add(left.size() < LEFT_SHOWN ? Printable.quoted(record.copy()) : "more");
            return left.size() <= LEFT_SHOWN;
        });
        return left;
    }

    private Duration since(long moment) {
        return Duration.ofNanos(wire.time().now() - moment);
    }
}
