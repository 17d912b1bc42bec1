package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Caller;
import dev.parley.testkit.ServerProcess;
import dev.parley.testkit.Stage;
import dev.parley.wire.Loop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many who ask at the same moment, and are all answered one delay later. */
@Timeout(180)
class LatenessTest {
    /** Whoever asks for a number of them has a machine that does nothing else. */
    private static final boolean ON_REQUEST = System.getProperty("delay.connections") != null;

    private static final int CONNECTIONS = Integer.getInteger("delay.connections", 200);
    private static final Duration DELAY = Duration.ofMillis(ON_REQUEST ? 1000 : 200);
    /** The first are for both processes to get warm. */
    private static final int LAPS = ON_REQUEST ? 3 : 1;
    /** More at a time would only wait in a backlog. */
    private static final int CONNECTING = 200;

    private static final byte[] SAID = "Ada\n".getBytes();
    private static final int GREETING = "Welcome!\n".length();
    private static final int ANSWER = "Hello, Ada!\n".length();

    @RegisterExtension
    final Stage stage = new Stage();

    /** How late answers are, in nanoseconds: negative where one came early. */
    private record Lateness(long first, long half, long most, long worst) {
        static Lateness of(List<Long> late) {
            List<Long> sorted = late.stream().sorted().toList();
            return new Lateness(
                    sorted.get(0), quantile(sorted, 0.5), quantile(sorted, 0.99), sorted.get(sorted.size() - 1));
        }

        private static long quantile(List<Long> sorted, double part) {
            return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "p50 %.1f ms late, p99 %.1f ms, worst %.1f ms", half / 1e6, most / 1e6, worst / 1e6);
        }
    }

    @Test
    void noAnswerIsEarlyAndNoneIsVeryLate() throws Exception {
        NetClient client = stage.vertx().createNetClient();
        Context loop = stage.vertx().getOrCreateContext();
        try (ServerProcess server = ServerProcess.with("{\"delay\": \"" + DELAY.toMillis() + "ms\"}")) {
            List<Caller> callers = new ArrayList<>();
            while (callers.size() < CONNECTIONS) {
                int more = Math.min(CONNECTING, CONNECTIONS - callers.size());
                callers.addAll(Stage.await(Loop.on(loop, () -> call(client, server.port(), more))));
            }
            Lateness late = null;
            for (int lap = 1; lap <= LAPS; lap++) {
                int heard = GREETING + lap * ANSWER;
                late = Lateness.of(Stage.await(Loop.on(loop, () -> askAll(callers, heard))));
                System.out.printf(
                        Locale.ROOT, "%,d connections, delay %d ms: %s%n", CONNECTIONS, DELAY.toMillis(), late);
                assertThat(late.first()).as("%s", late).isGreaterThanOrEqualTo(0);
            }
            if (!ON_REQUEST) {
                assertThat(late.worst()).as("%s", late).isLessThan(millis(5000));
            } else if (CONNECTIONS <= 1000) {
                assertThat(late.most()).as("%s", late).isLessThanOrEqualTo(millis(50));
            } else {
                assertThat(late.worst()).as("%s", late).isLessThanOrEqualTo(millis(500));
            }
        }
    }

    private Future<List<Caller>> call(NetClient client, int port, int many) {
        return Future.all(IntStream.range(0, many)
                        .mapToObj(i -> Caller.call(stage.vertx(), client, port)
                                .compose(caller -> caller.hears(GREETING).map(caller)))
                        .toList())
                .map(called -> called.<Caller>list());
    }

    /** @param heard how many bytes each has heard with the answer */
    private static Future<List<Long>> askAll(List<Caller> callers, int heard) {
        return Future.all(callers.stream().map(caller -> ask(caller, heard)).toList())
                .map(asked -> asked.<Long>list());
    }

    private static Future<Long> ask(Caller caller, int heard) {
        long asked = System.nanoTime();
        return caller.says(SAID).hears(heard).map(at -> at - asked - DELAY.toNanos());
    }

    private static long millis(int number) {
        return Duration.ofMillis(number).toNanos();
    }
}
