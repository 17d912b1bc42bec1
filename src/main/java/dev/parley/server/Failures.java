package dev.parley.server;

import dev.parley.wire.Time;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells what goes wrong with peers, so that none can flood the log: the first of a kind as it is, then only the number of
 * those that have come, once a second, until there are none. For several threads.
 */
final class Failures {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What is counted together. */
    enum Kind {
        REFUSED(1, "connection", "refused"),
        HANDSHAKE(1, "handshake", "failed"),
        RESET(1, "connection", "reset"),
        TIMEOUT(1, "connection", "timed out"),
        LIMIT(1, "connection", "over a limit"),
        BROKEN(1, "connection", "broken"),
        UNPLAYED(10, "conversation", "failed"),
        UNMATCHED(10, "record", "that no rule is for"),
        UNANSWERED(10, "question", "without an answer");

        /** How many of a second are told as they are. */
        private final int most;

        private final String what;
        private final String fate;

        Kind(int most, String what, String fate) {
            this.most = most;
            this.what = what;
            this.fate = fate;
        }

        private String sum(long count) {
            String those = count == 1 ? what : what + "s";
            return String.format(Locale.ROOT, "%,d more %s %s in the last second.", count, those, fate);
        }
    }

    /** What has come of a kind since the last sum. */
    private static final class Recent {
        private int told;
        private long more;
        private Time.Alarm alarm = Time.Alarm.NONE;
    }

    private final Time time;
    private final Consumer<String> log;
    private final Map<Kind, Recent> recent = new EnumMap<>(Kind.class);

    /** @param log takes each line */
    Failures(Time time, Consumer<String> log) {
        this.time = time;
        this.log = log;
    }

    void tell(Kind kind, String line) {
        tell(kind, () -> List.of(line));
    }

    /** @param lines are only asked for where they are told */
    synchronized void tell(Kind kind, Supplier<List<String>> lines) {
        Recent those = recent.computeIfAbsent(kind, this::begin);
        if (those.told < kind.most) {
            those.told++;
            lines.get().forEach(log);
        } else {
            those.more++;
        }
    }

    private Recent begin(Kind kind) {
        Recent those = new Recent();
        those.alarm = time.after(SECOND, () -> passed(kind, those));
        return those;
    }

    private synchronized void passed(Kind kind, Recent those) {
        if (recent.remove(kind, those) && those.more > 0) {
            log.accept(kind.sum(those.more));
            Recent next = begin(kind);
            next.told = kind.most; // as long as they come, only their number is told
            recent.put(kind, next);
        }
    }

    /** Tells what has not been told yet, and forgets the rest. */
    synchronized void flush() {
        recent.forEach((kind, those) -> {
            those.alarm.cancel();
            if (those.more > 0) {
                log.accept(kind.sum(those.more));
            }
        });
        recent.clear();
    }
}
