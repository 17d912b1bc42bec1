package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many may be there at a time. */
@Timeout(60)
class AdmissionTest {
    @Test
    void letsInAsManyAsThereMayBe() throws Exception {
        Admission admission = admission(2, 0);
        assertThat(enters(admission, "10.0.0.1")).isEmpty();
        assertThat(enters(admission, "10.0.0.2")).isEmpty();
        assertThat(enters(admission, "10.0.0.3")).contains("limits.connections is 2");
    }

    @Test
    void letsTheNextInWhenOneHasLeft() throws Exception {
        Admission admission = admission(1, 0);
        enters(admission, "10.0.0.1");
        admission.leaves(address("10.0.0.1"));
        assertThat(enters(admission, "10.0.0.2")).isEmpty();
        assertThat(enters(admission, "10.0.0.1")).isPresent();
    }

    @Test
    void countsEachAddressByItself() throws Exception {
        Admission admission = admission(10, 1);
        assertThat(enters(admission, "10.0.0.1")).isEmpty();
        assertThat(enters(admission, "10.0.0.1")).contains("limits.perAddress is 1, and 10.0.0.1 has as many");
        assertThat(enters(admission, "::ffff:10.0.0.1")).isPresent();
        assertThat(enters(admission, "10.0.0.2")).isEmpty();
        admission.leaves(address("10.0.0.1"));
        assertThat(enters(admission, "10.0.0.1")).isEmpty();
        assertThat(enters(admission, "10.0.0.2")).isPresent();
    }

    @Test
    void countsTheNetworkOfAnIpv6AddressAsOne() throws Exception {
        Admission admission = admission(10, 2);
        assertThat(enters(admission, "2001:db8::1")).isEmpty();
        assertThat(enters(admission, "2001:db8::2")).isEmpty();
        assertThat(enters(admission, "2001:db8::ffff:0:0:3"))
                .contains("limits.perAddress is 2, and 2001:db8::/64 has as many");
        assertThat(enters(admission, "2001:db8:0:1::1")).isEmpty();
    }

    @Test
    void doesNotCountWhoIsRefused() throws Exception {
        Admission admission = admission(2, 1);
        assertThat(enters(admission, "10.0.0.1")).isEmpty();
        assertThat(enters(admission, "10.0.0.1")).isPresent();
        assertThat(enters(admission, "10.0.0.2")).isEmpty();
    }

    @Test
    void neverLetsInOneTooManyNorForgetsToTakeOneBack() throws Exception {
        Admission admission = admission(5, 3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<InetAddress> peers = List.of(address("10.0.0.1"), address("10.0.0.2"), address("10.0.0.3"));
        Callable<Void> comeAndGo = () -> {
            for (int i = 0; i < 20_000; i++) {
                InetAddress peer = peers.get(i % peers.size());
                if (admission.enters(peer).isEmpty()) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    admission.leaves(peer);
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> done : threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(i -> comeAndGo).toList(), 50, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get()).isBetween(1, 5);
        for (String peer : List.of("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2")) {
            assertThat(enters(admission, peer)).isEmpty();
        }
        assertThat(enters(admission, "10.0.0.3")).contains("limits.connections is 5");
    }

    private static Admission admission(int connections, int perAddress) {
        OptionalInt each = perAddress == 0 ? OptionalInt.empty() : OptionalInt.of(perAddress);
        return new Admission(new ServerLimits(Limits.DEFAULT, connections, each));
    }

    private static Optional<String> enters(Admission admission, String peer) throws UnknownHostException {
        return admission.enters(address(peer));
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
