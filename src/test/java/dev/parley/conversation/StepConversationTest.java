package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conversation.Step.Line;
import dev.parley.testkit.FakeWire;
import dev.parley.testkit.VirtualTime;
import dev.parley.wire.Ending;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client's conversation, step by step, without a socket. */
class StepConversationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FakeWire wire = new FakeWire();
    private final VirtualTime time = wire.time;
    private final List<String> heard = new ArrayList<>();

    @Test
    void saysAndHearsInOrder() {
        Future<ConversationOutcome> outcome = play(
                hear("greeting", "Hi"), say("a"), hear("answer", "A"), say("exit"), new Step.AwaitEnd(true, PATIENCE));
        assertThat(wire.said).isEmpty();
        wire.hears("Hi");
        assertThat(wire.said).containsExactly("a");
        time.pass(Duration.ofSeconds(4));
        wire.hears("A");
        assertThat(wire.said).containsExactly("a", "exit");
        wire.peerEnds();
        assertThat(wire.ended).isEqualTo(Ending.FIN);
        wire.isClosed(Ending.FIN);
        assertThat(outcome.result())
                .isEqualTo(new ConversationOutcome.Passed("10.0.0.1:1234", 2, Duration.ofSeconds(4)));
        assertThat(heard).containsExactly("Hi", "A");
        assertThat(time.set()).isZero();
    }

    @Test
    void hearsNothingWhileItPauses() {
        play(new Step.Pause(Duration.ofSeconds(1)), hear("answer", "A"), new Step.AwaitEnd(true, PATIENCE));
        wire.hears("A");
        assertThat(heard).isEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(heard).containsExactly("A");
    }

    @Test
    void losesItsPatienceOnceTheTimeIsUp() {
        Future<ConversationOutcome> outcome = play(hear("greeting", "Hi"));
        time.pass(PATIENCE.minusMillis(1));
        assertThat(outcome.isComplete()).isFalse();
        time.pass(Duration.ofMillis(1));
        assertThat(outcome.result().summary())
                .isEqualTo("client: 10.0.0.1:1234: greeting: expected \"Hi\", got a time-out after 5s");
        assertThat(wire.cut).isTrue();
    }

    @Test
    void walksAHundredThousandStepsWithoutAStackOrATimerForEach() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            steps.add(say("a"));
            steps.add(hear("answer", "A"));
        }
        steps.add(new Step.End());
        steps.add(new Step.AwaitEnd(true, PATIENCE));
        Future<ConversationOutcome> outcome = play(steps.toArray(Step[]::new));
        String[] answers = new String[100_000];
        java.util.Arrays.fill(answers, "A");
        wire.hears(answers);
        assertThat(wire.said).hasSize(100_000);
        assertThat(wire.outputEnded).isTrue();
        wire.peerEnds();
        assertThat(wire.ended).isEqualTo(Ending.FIN);
        wire.isClosed(Ending.FIN);
        assertThat(outcome.result().passed()).isTrue();
    }

    @Test
    void failsWhenItIsStoppedBeforeTheEnd() {
        StepConversation conversation = new StepConversation(List.of(hear("greeting", "Hi")), wire, span -> {});
        Future<ConversationOutcome> outcome = conversation.play();
        time.pass(Duration.ofMillis(7));
        conversation.abandon();
        assertThat(outcome.result().summary())
                .isEqualTo("client: 10.0.0.1:1234: greeting: expected \"Hi\", got a stop of our own after 7ms");
        assertThat(wire.cut).isTrue();
        assertThat(time.set()).isZero();
    }

    private static Step say(String text) {
        return new Step.Say(new Line(text.getBytes()));
    }

    private static Step hear(String what, String expected) {
        return new Step.Hear(what, Optional.of(new Line(expected.getBytes())), PATIENCE);
    }

    private Future<ConversationOutcome> play(Step... steps) {
        return new StepConversation(List.of(steps), wire, span -> heard.add(span.toString())).play();
    }
}
