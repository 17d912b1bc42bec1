package dev.parley.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who is measured. Each listens on a free port, and says which. */
enum Contestant {
    TEXTBOOK {
        @Override
        List<String> command(Home home, Duration delay) {
            List<String> command = new ArrayList<>(List.of(Home.tool("java").toString()));
            command.addAll(Home.javaOpts());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), TextbookServer.class.getName()));
            command.addAll(List.of("0", Long.toString(delay.toMillis())));
            return command;
        }

        @Override
        Map<String, String> environment(Duration delay) {
            return Map.of();
        }
    },

    PARLEY {
        @Override
        List<String> command(Home home, Duration delay) {
            String conf = home.file("conf/bench.json").toString();
            return List.of(home.file("run.sh").toString(), "server", "-conf", conf);
        }

        @Override
        Map<String, String> environment(Duration delay) {
            return Map.of(
                    "PARLEY_SERVER_PORT", "0",
                    "PARLEY_SERVER_DELAY", delay.toMillis() + "ms",
                    "PARLEY_SERVER_LIMITS_CONNECTIONS", "20000"); // by itself it takes no more than 10,000
        }
    };

    abstract List<String> command(Home home, Duration delay);

    abstract Map<String, String> environment(Duration delay);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
