package dev.parley.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Caller;
import dev.parley.testkit.Fault;
import dev.parley.testkit.FaultProxy;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Served;
import dev.parley.testkit.ServerProcess;
import dev.parley.testkit.Stage;
import dev.parley.testkit.Vitals;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every name that is sent has exactly one right reply, or one logged loss. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class LedgerTest {
    private static final int CONNECTIONS = Integer.getInteger("ledger.connections", 210);
    private static final int NAMES = 20;
    /** More at a time would only wait in a backlog. */
    private static final int CONNECTING = 500;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void everyNameHasItsReplyInEveryFramingByteByByte() throws Exception {
        NetClient client = stage.vertx().createNetClient(new NetClientOptions().setTcpNoDelay(true));
        List<FaultProxy> proxies = new ArrayList<>();
        Ledger ledger = new Ledger(NAMES);
        try (ServerProcess servers = ServerProcess.with(Dialect.ALL.stream()
                .map(dialect -> "{\"delay\": 0, \"framing\": " + dialect.framing() + "}")
                .toArray(String[]::new))) {
            for (int port : servers.ports()) {
                proxies.add(FaultProxy.both(port, new Fault.Slicer(1)));
            }
            List<Caller> callers = new ArrayList<>();
            while (callers.size() < CONNECTIONS) {
                callers.addAll(await(Future.all(IntStream.range(
                                        callers.size(), Math.min(CONNECTIONS, callers.size() + CONNECTING))
                                .mapToObj(c -> Caller.call(
                                        stage.vertx(),
                                        client,
                                        proxies.get(c % proxies.size()).port()))
                                .toList())
                        .map(called -> called.<Caller>list())));
            }
            List<Future<?>> ended = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int connection = i;
                Dialect dialect = Dialect.ALL.get(i % Dialect.ALL.size());
                callers.get(i).says(said(dialect, i).getBytes(StandardCharsets.ISO_8859_1));
                ended.add(callers.get(i)
                        .hearsToTheEnd()
                        .onSuccess(heard -> ledger.enter(connection, heard, heard(dialect, connection))));
            }
            await(Future.all(ended));
            assertThat(ledger)
                    .hasToString(CONNECTIONS * NAMES
                            + " right, 0 lost, 0 doubled, 0 misrouted; 0 connections heard something else");
            Vitals after = servers.vitals(CONNECTIONS, 0);
            assertThat(after.accepted()).isEqualTo(CONNECTIONS);
            assertThat(after.open()).isZero();
            assertThat(after.lost()).isZero();
        } finally {
            proxies.forEach(FaultProxy::close);
        }
    }

    /** Names are all read when the server stops, and only some of them are answered in time. */
    @Test
    void everyNameThatADrainCutsOffIsLoggedAsLost() throws Exception {
        Ledger ledger = new Ledger(NAMES);
        List<Peer> peers = new ArrayList<>();
        Served server = stage.serve("{\"delay\": \"20ms\", \"drain\": \"150ms\", \"log\": \"quiet\"}");
        for (int i = 0; i < 50; i++) {
            peers.add(server.peer().says(names(Dialect.ALL.get(0), i)));
        }
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).hears("Welcome!\nHello, " + Ledger.name(i, 0) + "!\n");
        }
        server.stop();
        for (int i = 0; i < peers.size(); i++) {
            ledger.enter(i, Ledger.name(i, 0) + peers.get(i).hearsToTheEnd(), "");
            peers.get(i).close();
        }
        assertThat(ledger.toString()).contains(" 0 doubled, 0 misrouted");
        assertThat(stage.log()).last().asString().endsWith(" " + (50 * NAMES - ledger.right()) + " replies lost.");
    }

    private static String said(Dialect dialect, int connection) {
        return names(dialect, connection) + dialect.said().apply("exit");
    }

    private static String names(Dialect dialect, int connection) {
        return IntStream.range(0, NAMES)
                .mapToObj(n -> dialect.said().apply(Ledger.name(connection, n)))
                .collect(Collectors.joining());
    }

    private static String heard(Dialect dialect, int connection) {
        return dialect.heard().apply("Welcome!")
                + IntStream.range(0, NAMES)
                        .mapToObj(n -> dialect.heard().apply("Hello, " + Ledger.name(connection, n) + "!"))
                        .collect(Collectors.joining());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.MINUTES);
    }
}
