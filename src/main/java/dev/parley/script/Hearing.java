package dev.parley.script;

import dev.parley.conversation.Delivery;
import dev.parley.conversation.Phrase;
import dev.parley.conversation.Template;
import dev.parley.conversation.Words;
import dev.parley.script.ExpectedRecords.Wanted;
import dev.parley.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a line of the other side is heard as.
 *
 * @param takes how long the other side may be about it, beyond our patience
 */
record Hearing(Expectation expectation, Duration takes) {
    /** More than any framing adds to a record, in bytes. */
    private static final int FRAME = 16;

    /** @param words of the other side */
    static Hearing of(Step.Line line, Words words, Wire wire) {
        List<Wanted> wanted = new ArrayList<>();
        Duration takes = line.after().most();
        for (Phrase phrase : line.say()) {
            Optional<byte[]> bytes =
                    phrase instanceof Template template ? Optional.of(template.with(words)) : Optional.empty();
            takes = takes.plus(phrase.takes())
                    .plus(line.delivery().takes(bytes.map(b -> b.length + FRAME).orElse(0)));
            wanted.add(line.pattern()
                    .map(Wanted::like)
                    .or(() -> bytes.map(Wanted::exactly))
                    .orElse(Wanted.ANYTHING));
        }
        return new Hearing(expectation(line, wanted, wire), takes);
    }

    private static Expectation expectation(Step.Line line, List<Wanted> wanted, Wire wire) {
        if (line.delivery() instanceof Delivery.Cut cut) {
            byte[] body = wanted.get(0).bytes().orElseThrow();
            return new ExpectedCut(wire.cut(body, cut.bytes()), cut.reset());
        }
        return new ExpectedRecords(wanted, line.presence());
    }
}
