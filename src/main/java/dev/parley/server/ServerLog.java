package dev.parley.server;

import dev.parley.config.Value;
import dev.parley.conversation.Observer;
import java.util.Locale;

/** How much of its conversations a server logs. */
enum ServerLog {
    /** Nothing of them. */
    QUIET,
    /** When one begins and ends. */
    CONNECTIONS,
    /** And every record, in both directions. */
    RECORDS;

    static ServerLog read(Value value) {
        if (value.absent()) {
            return CONNECTIONS;
        }
        String name = value.word("\"connections\", \"records\" or \"quiet\"", "connections", "records", "quiet");
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** @param failures tells what has gone wrong */
    Observer observer(Failures failures) {
        return switch (this) {
            case QUIET -> Observer.NONE;
            case CONNECTIONS -> new ConnectionLog(failures);
            case RECORDS -> new RecordLog(failures);
        };
    }
}
