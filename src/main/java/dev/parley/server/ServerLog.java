package dev.parley.server;

import dev.parley.config.Value;
import dev.parley.conversation.Observer;
import dev.parley.report.Console;
import dev.parley.wire.Ending;
import dev.parley.wire.Out;
import dev.parley.wire.Span;
import java.util.Locale;

/** How much of its conversations a server logs, in the tutorial's words. */
enum ServerLog implements Observer {
    /** Nothing of them. */
    QUIET,
    /** When one begins and ends. */
    CONNECTIONS {
        @Override
        public void accepted(String peer) {
            Console.log("Accept new connection from " + peer + "...");
        }

        @Override
        public void unmatched(String peer, Span record) {
            Console.log(peer + " << " + record + " (no rule is for it)");
        }

        @Override
        public void unanswered(String peer, String address, String why) {
            Console.log(peer + ": asked " + address + ", got " + why);
        }

        @Override
        public void closed(String peer, Ending ending, String reason) {
            Console.log("Connection from " + peer + " closed" + why(ending, reason) + ".");
        }
    },
    /** And every record, in both directions. */
    RECORDS {
        @Override
        public void accepted(String peer) {
            CONNECTIONS.accepted(peer);
        }

        @Override
        public void heard(String peer, Span record) {
            Console.log(peer + " << " + record);
        }

        @Override
        public void said(String peer, Out out, int from) {
            Console.log(peer + " >> " + out.since(from));
        }

        @Override
        public void unmatched(String peer, Span record) {
            CONNECTIONS.unmatched(peer, record);
        }

        @Override
        public void unanswered(String peer, String address, String why) {
            CONNECTIONS.unanswered(peer, address, why);
        }

        @Override
        public void closed(String peer, Ending ending, String reason) {
            CONNECTIONS.closed(peer, ending, reason);
        }
    };

    static ServerLog read(Value value) {
        if (value.absent()) {
            return CONNECTIONS;
        }
        String name = value.word("\"connections\", \"records\" or \"quiet\"", "connections", "records", "quiet");
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The tutorial's line says nothing of how; an end out of order does. */
    private static String why(Ending ending, String reason) {
        return switch (ending) {
            case FIN, DRAINED -> "";
            case RESET -> ": " + (reason.isEmpty() ? "reset by the peer" : reason);
            default -> ": " + (reason.isEmpty() ? ending.toString() : reason);
        };
    }
}
