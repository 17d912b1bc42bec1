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
public sealed interface Step {
    /** Where it is, for a failure. */
    Spot spot();

    /** @return whether it is done; if not, something that happens to the conversation will end it */
    boolean play(ScriptConversation conversation);

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
        boolean act(ScriptConversation conversation);

        /** The other side waits for it. */
        boolean await(ScriptConversation conversation);

        @Override
        default boolean play(ScriptConversation conversation) {
            conversation.arriveAt(this);
            return by() == conversation.side() ? act(conversation) : await(conversation);
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
        public boolean act(ScriptConversation conversation) {
            return conversation.say(this);
        }

        @Override
        public boolean await(ScriptConversation conversation) {
            return conversation.hear(this);
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
        public boolean act(ScriptConversation conversation) {
            return conversation.pause(length);
        }

        @Override
        public boolean await(ScriptConversation conversation) {
            conversation.grant(length);
            return true;
        }
    }

    /** Says nothing for a time, on which the other side insists. */
    record Quiet(Spot spot, Side by, Duration length) implements Act {
        /** So that a quick clock and a slow one do not quarrel. */
        private static final Duration MARGIN = Duration.ofMillis(100);

        @Override
        public boolean act(ScriptConversation conversation) {
            return conversation.pause(length.plus(MARGIN));
        }

        @Override
        public boolean await(ScriptConversation conversation) {
            conversation.grant(MARGIN);
            return conversation.expect(new Expectation.Silence(length), length);
        }
    }

    /** Ends its side with a FIN, and goes on reading. */
    record End(Spot spot, Side by) implements Act {
        @Override
        public boolean act(ScriptConversation conversation) {
            conversation.endOutput();
            return true;
        }

        @Override
        public boolean await(ScriptConversation conversation) {
            return conversation.expect(new Expectation.Fin());
        }
    }

    /** Ends the connection. */
    record Close(Spot spot, Side by) implements Act {
        @Override
        public boolean act(ScriptConversation conversation) {
            conversation.endOutput();
            return conversation.expect(new Expectation.NothingMore());
        }

        @Override
        public boolean await(ScriptConversation conversation) {
            return conversation.expect(new Expectation.Closing());
        }

        @Override
        public boolean last() {
            return true;
        }
    }

    /** Ends the connection, whatever the other side says until then. */
    record Leave(Spot spot, Side by) implements Act {
        @Override
        public boolean act(ScriptConversation conversation) {
            conversation.endOutput();
            return conversation.expect(new Expectation.WhateverThenTheEnd());
        }

        @Override
        public boolean await(ScriptConversation conversation) {
            return conversation.expect(new Expectation.WhateverThenTheEnd());
        }

        @Override
        public boolean last() {
            return true;
        }
    }

    /** Resets the connection. */
    record Reset(Spot spot, Side by) implements Act {
        @Override
        public boolean act(ScriptConversation conversation) {
            return conversation.reset();
        }

        @Override
        public boolean await(ScriptConversation conversation) {
            return conversation.expect(new Expectation.Reset());
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
        public boolean play(ScriptConversation conversation) {
            int times = names.values().iterator().next().size();
            conversation.enter(steps, times, names);
            return true;
        }
    }

    /** The same steps several times. */
    record Repeat(Spot spot, int times, List<Step> steps) implements Block {
        @Override
        public boolean play(ScriptConversation conversation) {
            conversation.enter(steps, times, Map.of());
            return true;
        }
    }

    /** Steps for one connection alone, by its number. */
    record OnConnection(Spot spot, int number, List<Step> steps) implements Block {
        @Override
        public boolean play(ScriptConversation conversation) {
            if (conversation.number() == number) {
                conversation.enter(steps, 1, Map.of());
            }
            return true;
        }

        @Override
        public int connections() {
            return Math.max(number, Block.super.connections());
        }
    }
}
