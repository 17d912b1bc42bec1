package dev.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.FakeWire;
import dev.parley.testkit.VirtualTime;
import dev.parley.wire.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A server's conversation, to the millisecond, without a socket. */
class RuleConversationTest {
    private static final Rule EXIT = Rule.of(Match.exactly("exit".getBytes()), Delay.NONE, List.of(), Rule.Then.CLOSE);

    private final FakeWire wire = new FakeWire();
    private final VirtualTime time = wire.time;

    @Test
    void waitsForEachRecordInTurn() {
        begin(Duration.ofMillis(100));
        wire.hears("a", "b");
        time.pass(Duration.ofMillis(99));
        assertThat(wire.said).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(wire.said).containsExactly("Hello, a!");
        time.pass(Duration.ofMillis(99));
        assertThat(wire.said).hasSize(1);
        time.pass(Duration.ofMillis(1));
        assertThat(wire.said).containsExactly("Hello, a!", "Hello, b!");
    }

    @Test
    void answersAtOnceWithoutADelay() {
        begin(Duration.ZERO);
        wire.hears("a", "b");
        assertThat(wire.said).containsExactly("Hello, a!", "Hello, b!");
        assertThat(time.set()).isZero();
    }

    @Test
    void saysNoMoreThanItsPeerReads() {
        Template line = Template.of("more".getBytes());
        Rule talkative = Rule.of(Match.ANY, Delay.NONE, List.of(line, line, line, line, line), Rule.Then.STAY);
        begin(talkative);
        wire.room = 2;
        wire.hears("a");
        assertThat(wire.said).hasSize(2);
        wire.peerReads();
        assertThat(wire.said).hasSize(4);
        wire.isClosed(Ending.RESET);
        assertThat(wire.lost).isEqualTo(1);
    }

    @Test
    void endsOnTheFarewellWhenItsTurnHasCome() {
        begin(Duration.ofMillis(100));
        wire.hears("a", "exit", "b");
        assertThat(wire.ended).isNull();
        time.pass(Duration.ofMillis(100));
        assertThat(wire.ended).isEqualTo(Ending.FIN);
        assertThat(wire.said).containsExactly("Hello, a!");
        assertThat(wire.records).isEqualTo(1);
    }

    @Test
    void answersWhatIsDueAfterThePeersEnd() {
        begin(Duration.ofMillis(100));
        wire.hears("a").peerEnds();
        assertThat(wire.ended).isNull();
        time.pass(Duration.ofMillis(100));
        assertThat(wire.said).containsExactly("Hello, a!");
        assertThat(wire.ended).isEqualTo(Ending.FIN);
    }

    @Test
    void countsWhatWasOwedToAPeerThatIsGoneAndStopsItsTimer() {
        begin(Duration.ofMillis(100));
        wire.hears("a", "b", "exit", "c");
        wire.isClosed(Ending.RESET);
        assertThat(wire.lost).isEqualTo(2);
        assertThat(time.set()).isZero();
    }

    @Test
    void anAnswerIsSaidWhenItsLastPieceIs() {
        begin(saying(new Delivery.Pieces(6, Duration.ofMillis(10))));
        wire.hears("a");
        assertThat(wire.said).containsExactly("Hello,");
        assertThat(wire.answers).isZero();
        time.pass(Duration.ofMillis(10));
        assertThat(wire.said).containsExactly("Hello,", " a!");
        wire.isClosed(Ending.FIN);
        assertThat(wire.answers).isEqualTo(1);
        assertThat(wire.lost).isZero();
    }

    @Test
    void anAnswerIsLostBetweenItsPieces() {
        begin(saying(new Delivery.Pieces(4, Duration.ofMillis(10))));
        wire.hears("a", "b");
        time.pass(Duration.ofMillis(10));
        assertThat(wire.said).containsExactly("Hell", "o, a");
        wire.isClosed(Ending.RESET);
        assertThat(wire.answers).isZero();
        assertThat(wire.lost).isEqualTo(2);
        assertThat(time.set()).isZero();
    }

    @Test
    void whatWasKeptForTheNextAnswerIsLostWithoutIt() {
        begin(saying(new Delivery.Glue()));
        wire.hears("a", "b");
        wire.isClosed(Ending.RESET);
        assertThat(wire.said).isEmpty();
        assertThat(wire.answers).isZero();
        assertThat(wire.lost).isEqualTo(2);
    }

    @Test
    void whatWasKeptForTheNextAnswerIsSaidWithIt() {
        begin(saying(new Delivery.Glue()));
        wire.hears("a", "b").peerEnds();
        wire.isClosed(Ending.FIN);
        assertThat(wire.said).containsExactly("Hello, a!Hello, b!");
        assertThat(wire.answers).isEqualTo(2);
        assertThat(wire.lost).isZero();
    }

    private static Rule saying(Delivery delivery) {
        List<Phrase> reply = List.of(Templates.of("Hello, {record}!"));
        return new Rule(
                Set.of(),
                OptionalInt.empty(),
                Match.ANY,
                Delay.NONE,
                reply,
                delivery,
                Optional.empty(),
                Rule.Then.STAY);
    }

    private void begin(Duration delay) {
        Template reply = Templates.of("Hello, {record}!");
        begin(Rule.of(Match.ANY, Delay.of(delay), List.of(reply), Rule.Then.STAY));
    }

    private void begin(Rule any) {
        new RulePlay(Optional.empty(), List.of(EXIT, any), RulePlay.Unmatched.SILENCE)
                .begin(wire, new Setting(Side.SERVER, 1, 0, Observer.NONE, Asker.nobody()));
    }
}
