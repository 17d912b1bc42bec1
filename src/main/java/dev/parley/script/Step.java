package dev.parley.script;

import dev.parley.conversation.Delay;
import dev.parley.conversation.Delivery;
import dev.parley.conversation.Match;
import dev.parley.conversation.Phrase;
import dev.parley.conversation.Side;
import dev.parley.conversation.Spot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step of a script: what one side does, or a block of such steps. Immutable. */
sealed interface Step {
    /** Where it is, for a failure. */
    Spot spot();

    /** Does it, or takes the turn until it is done. */
    void play(ScriptConversation conversation);

    /** Whether nothing can follow it. */
    default boolean last() {
        return false;
    }

    /** Whether any of its delays is drawn at random. */
    default boolean random() {
        return false;
    }

    /** The highest number of a connection that it tells apart. */
    default int connections() {
        return 1;
    }

    /** Something that one side does, and the other waits for. */
    sealed interface Act extends Step {
        Side by();

        /** Its side does it. */
        void act(ScriptConversation conversation);

        /** The other side waits for it. */
        void await(ScriptConversation conversation);

        @Override
        default void play(ScriptConversation conversation) {
            conversation.arriveAt(spot());
            if (by() == conversation.side()) {
                act(conversation);
            } else {
                await(conversation);
            }
        }
    }

    /**
     * Says something.
     *
     * @param pattern what the other side accepts, where it is more than what is said
     * @param after how long its side waits before it
     * @param within how long the other side waits for it, beyond {@code after}; its patience where there is none
     */
    record Line(
            Spot spot,
            Side by,
            List<Phrase> say,
            Optional<Match> pattern,
            Delay after,
            Optional<Duration> within,
            Presence presence,
            Delivery delivery)
            implements Act {
        /** Whether the other side can do without it. */
        enum Presence {
            REQUIRED,
            OPTIONAL
        }

        @Override
        public void act(ScriptConversation conversation) {
            conversation.speaks(by);
            conversation.actor().say(this);
        }

        @Override
        public void await(ScriptConversation conversation) {
            conversation.speaks(by);
            conversation.hear(this);
        }

        @Override
        public boolean last() {
            return delivery.ends();
        }

        @Override
        public boolean random() {
            return after.random();
        }
    }

    /** Waits, and lets the other side wait. */
    record Pause(Spot spot, Side by, Duration length) implements Act {
        @Override
        public void act(ScriptConversation conversation) {
            conversation.actor().pause(length);
        }

        @Override
        public void await(ScriptConversation conversation) {
            conversation.grant(length);
        }
    }

    /** Says nothing for a time, on which the other side insists. */
    record Quiet(Spot spot, Side by, Duration length) implements Act {
        /** So that a quick clock and a slow one do not quarrel. */
        private static final Duration MARGIN = Duration.ofMillis(100);

        @Override
        public void act(ScriptConversation conversation) {
            conversation.actor().pause(length.plus(MARGIN));
        }

        @Override
        public void await(ScriptConversation conversation) {
            conversation.grant(MARGIN);
            conversation.expect(new Expectation.Silence(length), length);
        }
    }

    /** Ends its side with a FIN, and goes on reading. */
    record End(Spot spot, Side by) implements Act {
        @Override
        public void act(ScriptConversation conversation) {
            conversation.actor().endOutput();
        }

        @Override
        public void await(ScriptConversation conversation) {
            conversation.expect(Expectation.FIN);
        }
    }

    /** Ends the connection. */
    record Close(Spot spot, Side by) implements Act {
        @Override
        public void act(ScriptConversation conversation) {
            conversation.actor().endOutput();
            conversation.expect(Expectation.NOTHING_MORE);
        }

        @Override
        public void await(ScriptConversation conversation) {
            conversation.expect(Expectation.END);
        }

        @Override
        public boolean last() {
            return true;
        }
    }

    /** Lets the peer say what it will, until it ends the connection. */
    record HearOut(Spot spot) implements Step {
        @Override
        public void play(ScriptConversation conversation) {
            conversation.arriveAt(spot);
            conversation.expect(Expectation.WHATEVER_THEN_THE_END);
        }

        @Override
        public boolean last() {
            return true;
        }
    }

    /** Resets the connection. */
    record Reset(Spot spot, Side by) implements Act {
        @Override
        public void act(ScriptConversation conversation) {
            conversation.actor().reset();
        }

        @Override
        public void await(ScriptConversation conversation) {
            conversation.expect(Expectation.RESET);
        }

        @Override
        public boolean last() {
            return true;
        }
    }

    /** Steps within a step. */
    sealed interface Block extends Step {
        List<Step> steps();

        @Override
        default boolean random() {
            return steps().stream().anyMatch(Step::random);
        }

        @Override
        default int connections() {
            return steps().stream().mapToInt(Step::connections).max().orElse(1);
        }
    }

    /**
     * The same steps for each text of a list.
     *
     * @param names the texts of each name, as many of each
     */
    record Each(Spot spot, Map<String, List<byte[]>> names, List<Step> steps) implements Block {
        @Override
        public void play(ScriptConversation conversation) {
            int times = names.values().iterator().next().size();
            conversation.enter(steps, times, names);
        }
    }

    /** The same steps several times. */
    record Repeat(Spot spot, int times, List<Step> steps) implements Block {
        @Override
        public void play(ScriptConversation conversation) {
            conversation.enter(steps, times, Map.of());
        }
    }

    /** Steps for one connection alone, by its number. */
    record OnConnection(Spot spot, int number, List<Step> steps) implements Block {
        @Override
        public void play(ScriptConversation conversation) {
            if (conversation.number() == number) {
                conversation.enter(steps, 1, Map.of());
            }
        }

        @Override
        public int connections() {
            return Math.max(number, Block.super.connections());
        }
    }
}
