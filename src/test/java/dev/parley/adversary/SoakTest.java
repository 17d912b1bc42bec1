package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Caller;
import dev.parley.testkit.ServerProcess;
import dev.parley.testkit.Stage;
import dev.parley.testkit.Vitals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetClient;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Very many conversations with one server process, the tutorial's at a hundredth of its delay. */
@Tag("soak")
@Timeout(value = 12, unit = TimeUnit.HOURS)
class SoakTest {
    private static final int CONVERSATIONS = Integer.getInteger("soak.conversations", 100_000);
    private static final int AT_ONCE = 500;
    private static final int LAPS = 10;
    /** By then it has kept all that it keeps of its first conversations, and compiled what it needs. */
    private static final int WARM = 2;

    private static final byte[] SAID = "Michael\nTracy\nSarah\nexit\n".getBytes();
    private static final String HEARD = "Welcome!\nHello, Michael!\nHello, Tracy!\nHello, Sarah!\n";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void holdsOnToNothing() throws Exception {
        NetClient client = stage.vertx().createNetClient();
        try (ServerProcess server = ServerProcess.with("{\"delay\": \"10ms\"}")) {
            Vitals warm = null;
            for (int lap = 1; lap <= LAPS; lap++) {
                AtomicInteger left = new AtomicInteger(CONVERSATIONS / LAPS);
                Future.all(IntStream.range(0, AT_ONCE)
                                .mapToObj(i -> talks(client, server.port(), left))
                                .toList())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(1, TimeUnit.HOURS);
                Vitals now = server.vitals((long) CONVERSATIONS / LAPS * lap, 0);
                System.out.println(now);
                warm = lap == WARM ? server.vitalsBackAt(now, now.accepted()) : warm;
            }
            Vitals after = server.vitalsBackAt(warm, CONVERSATIONS);
            assertThat(after.accepted()).isEqualTo(CONVERSATIONS);
            assertThat(after.lost()).isZero();
            assertThat(after.heap() - warm.heap()).isLessThan((1 << 20) * Math.max(1, CONVERSATIONS / 100_000));
        }
    }

    /** One conversation after the other, until none is left; each has to be right. */
    private Future<Void> talks(NetClient client, int port, AtomicInteger left) {
        Promise<Void> done = Promise.promise();
        talk(client, port, left, done);
        return done.future();
    }

    private void talk(NetClient client, int port, AtomicInteger left, Promise<Void> done) {
        if (left.getAndDecrement() <= 0) {
            done.complete();
            return;
        }
        Caller.call(stage.vertx(), client, port)
                .compose(caller -> caller.says(SAID).hearsToTheEnd())
                .onSuccess(heard -> {
                    if (heard.equals(HEARD)) {
                        talk(client, port, left, done);
                    } else {
                        done.fail(heard);
                    }
                })
                .onFailure(done::tryFail);
    }
}
