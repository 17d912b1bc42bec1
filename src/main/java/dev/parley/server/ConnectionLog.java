package dev.parley.server;

import dev.parley.conversation.Observer;
import dev.parley.report.Console;
import dev.parley.server.Failures.Kind;
import dev.parley.wire.Ending;
import dev.parley.wire.Span;
import java.util.List;

/**
 * Logs the begin and the end of each conversation, in the tutorial's words, and what goes wrong in between. Who makes more
 * of it and hears records has to say so: {@link #hearsRecords}.
 */
class ConnectionLog implements Observer {
    private final Failures failures;

    ConnectionLog(Failures failures) {
        this.failures = failures;
    }

    @Override
    public boolean hearsRecords() {
        return false;
    }

    @Override
    public void accepted(String peer) {
        Console.log("Accept new connection from " + peer + "...");
    }

    @Override
    public void unmatched(String peer, Span record) {
        failures.tell(Kind.UNMATCHED, () -> List.of(peer + " << " + record + " (no rule is for it)"));
    }

    @Override
    public void unanswered(String peer, String address, String why) {
        failures.tell(Kind.UNANSWERED, peer + ": asked " + address + ", got " + why);
    }

    /** The tutorial's line says nothing of how; an end out of order does. */
    @Override
    public void closed(String peer, Ending ending, String reason, long lost) {
        String line = "Connection from " + peer + " closed" + why(ending, reason) + loss(lost) + ".";
        switch (ending) {
            case FIN, DRAINED -> Console.log(line);
            case RESET -> reset(line, reason);
            case TIMEOUT -> failures.tell(Kind.TIMEOUT, line);
            case LIMIT -> failures.tell(Kind.LIMIT, line);
            case BROKEN -> failures.tell(Kind.BROKEN, line);
        }
    }

    /** Only one of our own has a reason, and that is no failure. */
    private void reset(String line, String reason) {
        if (reason.isEmpty()) {
            failures.tell(Kind.RESET, line);
        } else {
            Console.log(line);
        }
    }

    private static String why(Ending ending, String reason) {
        return switch (ending) {
            case FIN, DRAINED -> "";
            case RESET -> reason.isEmpty() ? ": reset by the peer" : ": " + reason;
            case TIMEOUT, LIMIT, BROKEN -> ": " + (reason.isEmpty() ? ending : reason);
        };
    }

    private static String loss(long lost) {
        return lost == 0 ? "" : lost == 1 ? ", 1 reply lost" : ", " + lost + " replies lost";
    }
}
