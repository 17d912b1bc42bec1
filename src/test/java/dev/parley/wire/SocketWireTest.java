package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.testkit.Flood;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Stage;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a wire does for a listener of its own, over a real socket. */
@Timeout(60)
class SocketWireTest {
    /** All that may be held where it is little. */
    private static final int ALL = 10_000;

    @RegisterExtension
    final Stage stage = new Stage();

    /** Counts each buffer. */
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);

    private ByteBufAllocator allocator = buffers;

    private final Counters counters = new Counters();
    private final Promise<Ending> ended = Promise.promise();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Tap listensIn = (direction, bytes, time) -> heard.add(direction + " " + bytes);
    private Tap tap = Tap.NONE;
    private Limits limits = Limits.DEFAULT;
    private Framing framing = Framing.LINE;
    private Predicate<Span> untaken = record -> true;
    private Budget budget = new Budget();
    private volatile SocketWire wire;
    private volatile NetSocketInternal socket;

    @Test
    void letsATapHearEveryByteBelowTheFraming() throws Exception {
        tap = listensIn;
        int port = serve(record -> {
            wire.beginRecord().append(record).append("!");
            wire.endRecord();
            return true;
        });
        try (Peer peer = Peer.connect(port)) {
            peer.says("a\r\nb").hears("a!\n").ends().hears("b!\n").hearsTheEnd();
        }
        assertThat(Stage.await(ended.future())).isEqualTo(Ending.FIN);
        assertThat(String.join(" ", heard)).isEqualTo("IN a\\r\\nb OUT a!\\n OUT b!\\n");
    }

    @Test
    void endsAConversationWhoseListenerFailsAndTellsWhy() throws Exception {
        int port = serve(record -> {
            wire.beginRecord().append("half");
            throw new IllegalStateException("oh");
        });
        try (Peer peer = Peer.connect(port)) {
            peer.says("a\nb\n").hearsTheEnd();
        }
        assertThat(Stage.await(ended.future())).isEqualTo(Ending.BROKEN);
        assertThat(wire.reason()).isEqualTo("a fault of ours, java.lang.IllegalStateException: oh");
    }

    @Test
    void comesToItsEndThoughItsListenerFailsAtEachRecord() throws Exception {
        untaken = record -> {
            throw new IllegalStateException("and " + record);
        };
        int port = serve(record -> {
            throw new IllegalStateException("oh");
        });
        try (Peer peer = Peer.connect(port)) {
            peer.says("a\nb\n").hearsTheEnd();
        }
        assertThat(Stage.await(ended.future())).isEqualTo(Ending.BROKEN);
    }

    @Test
    void keepsTheFirstReasonForItsEnd() throws Exception {
        framing = new OneEachWay(Framing.LINE, new FixedFraming(3, OptionalInt.empty()));
        int port = serve(record -> {
            wire.beginRecord().append("four");
            wire.endRecord();
            throw new IllegalStateException("oh");
        });
        try (Peer peer = Peer.connect(port)) {
            peer.says("a\n").hearsTheEnd();
        }
        assertThat(Stage.await(ended.future())).isEqualTo(Ending.BROKEN);
        assertThat(wire.reason()).isEqualTo("a record of 4 bytes for a fixed size of 3");
    }

    @Test
    void writesLongAnswersToOneReadInPieces() throws Exception {
        tap = listensIn;
        byte[] answer = new byte[10_000];
        int port = serve(record -> {
            wire.beginRecord().append(answer);
            wire.endRecord();
            return true;
        });
        try (Peer peer = Peer.connect(port)) {
            peer.says("a\n".repeat(100));
            assertThat(peer.reads(100 * 10_001)).hasSize(100 * 10_001);
        }
        Stage.await(ended.future());
        assertThat(heard.stream().filter(what -> what.startsWith("OUT"))).hasSizeGreaterThan(10);
        assertThat(counters.sum().recordsOut()).isEqualTo(100);
    }

    /** Part of them goes straight to the kernel, and the rest waits for it. */
    @Test
    void writesInOrderWhatAPeerReadsLate() throws Exception {
        AtomicInteger number = new AtomicInteger();
        int port = serve(record -> {
            wire.beginRecord().append(number.incrementAndGet() + "x".repeat(1000));
            wire.endRecord();
            return true;
        });
        StringBuilder answers = new StringBuilder();
        for (int i = 1; i <= 2000; i++) {
            answers.append(i).append("x".repeat(1000)).append("\n");
        }
        try (Peer peer = Peer.deaf(port)) {
            peer.says("a\n".repeat(2000));
            Stage.await(() -> counters.sum().bytesIn() > 0 && queued() > 0);
            peer.hears(answers.toString());
        }
        Stage.await(ended.future());
    }

    @Test
    void countsAsLostWhatItHasNoMemoryToWrite() throws Exception {
        allocator = (ByteBufAllocator) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ByteBufAllocator.class}, (it, method, arguments) -> {
                    if (method.getName().equals("directBuffer") && (int) arguments[0] > Shortcut.MOST) {
                        throw new OutOfMemoryError("as this story wants it");
                    }
                    return method.invoke(buffers, arguments);
                });
        int port = serve(record -> {
            wire.beginRecord().append("x".repeat(Shortcut.MOST));
            wire.countAnswer();
            wire.endRecord();
            return true;
        });
        try (Peer peer = Peer.connect(port)) {
            peer.says("a\n").hearsTheEnd();
        }
        assertThat(Stage.await(ended.future())).isEqualTo(Ending.BROKEN);
        assertThat(counters.sum().repliesLost()).isEqualTo(1);
    }

    /** Long ones take their time to leave: what counts is whether the peer takes any of it. */
    @Test
    void bearsWithAPeerThatGoesOnReadingALongAnswer() throws Exception {
        limits = new Limits(64, 10, 256 * 1024, Duration.ofSeconds(1), 64, Optional.empty());
        byte[] answer = new byte[24_000_000];
        int port = serve(record -> {
            wire.beginRecord().append(answer);
            wire.endRecord();
            return true;
        });
        NetClient slow = stage.vertx().createNetClient(new NetClientOptions().setReceiveBufferSize(64 * 1024));
        NetSocket peer = Stage.await(slow.connect(port, "127.0.0.1"));
        Promise<Integer> read = Promise.promise();
        AtomicInteger sum = new AtomicInteger();
        peer.pause().endHandler(end -> read.tryComplete(sum.get())).handler(some -> {
            if (sum.addAndGet(some.length()) > answer.length) {
                read.complete(sum.get());
            }
        });
        stage.vertx().setPeriodic(10, tick -> peer.fetch(1));
        peer.write("a\n");
        assertThat(Stage.await(read.future())).isEqualTo(answer.length + 1);
    }

    @Test
    void answersWhatHadComeBeforeAStopThoughItWasNotRead() throws Exception {
        CountDownLatch accepted = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        NetServer server = stage.vertx().createNetServer().connectHandler(socket -> {
            talk(socket, record -> {
                wire.beginRecord().append(record).append("!");
                wire.endRecord();
                return true;
            });
            accepted.countDown();
            waitFor(stopped); // and with it all that this loop has to do
        });
        try (Peer peer = Peer.connect(Stage.await(server.listen(0, "127.0.0.1")).actualPort())) {
            waitFor(accepted);
            peer.says("a\nb\n");
            Future<Void> stop = server.shutdown(5, TimeUnit.SECONDS);
            stopped.countDown();
            peer.hears("a!\nb!\n").hearsTheEnd();
            peer.ends();
            Stage.await(stop);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the kernel does not take is ours to release, whoever has it in a queue. */
    @Test
    void holdsNoBufferForPeersThatAreGone() throws Exception {
        byte[] answer = new byte[1000];
        int port = serve(record -> {
            wire.beginRecord().append(answer);
            wire.endRecord();
            return true;
        });
        for (int i = 0; i < 5; i++) {
            wire = null;
            Peer peer = Peer.connect(port);
            Flood flood = Flood.of(peer);
            Stage.await(() -> wire != null && wire.full());
            peer.resets();
            flood.ends();
            Stage.await(() -> counters.sum().open() == 0);
        }
        Stage.await(() -> buffers.metric().usedDirectMemory() == 0);
    }

    /** Counted as the wire counts it, and as Netty does. */
    @Test
    void holdsAQuarterOfAMebibyteAtMostOfAPeerThatDoesNotRead() throws Exception {
        int port = serve(record -> {
            wire.beginRecord().append("Hello, ").append(record).append("!");
            wire.endRecord();
            return true;
        });
        try (Peer peer = Peer.deaf(port)) {
            Flood flood = Flood.of(peer);
            Stage.await(() -> counters.sum().bytesIn() > 0 && queued() > 0);
            Flood.await(
                    List.of(flood),
                    () -> assertThat(Math.max(budget.held(), queued())).isLessThanOrEqualTo(256 * 1024));
            peer.resets();
        }
        Stage.await(ended.future());
        Stage.await(() -> budget.held() == 0);
    }

    private long queued() throws Exception {
        ChannelOutboundBuffer queue = channel().unsafe().outboundBuffer();
        return onLoop(() -> queue == null ? 0L : queue.totalPendingWriteBytes());
    }

    private Channel channel() {
        return socket.channelHandlerContext().channel();
    }

    private <T> T onLoop(Callable<T> what) throws Exception {
        return channel().eventLoop().submit(what).get(20, TimeUnit.SECONDS);
    }

    @Test
    void answersNobodyOnceItIsCut() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        byte[] answer = new byte[100_000];
        int port = serve(record -> {
            answered.incrementAndGet();
            wire.beginRecord().append(answer);
            wire.endRecord();
            return true;
        });
        try (Peer peer = Peer.deaf(port)) {
            peer.says("a\n".repeat(1000));
            Stage.await(() -> counters.sum().bytesIn() == 2000 && queued() > 0);
            int before = onLoop(() -> {
                wire.cut();
                return answered.get();
            });
            Stage.await(ended.future());
            assertThat(answered).hasValue(before).hasValueLessThan(1000);
        }
    }

    @Test
    void goesOnReadingARecordWhenOthersHaveLeftRoomForIt() throws Exception {
        Promise<Integer> length = Promise.promise();
        othersHold(ALL - 2000);
        int port = serve(record -> {
            length.complete(record.length());
            return true;
        });
        try (Peer peer = Peer.connect(port)) {
            peer.says("x".repeat(2000));
            Stage.await(() -> budget.held() >= ALL);
            peer.says("x".repeat(1000) + "\n");
            for (int turn = 0; turn < 3; turn++) {
                queued(); // the loop has been there since, and would have read it
            }
            assertThat(counters.sum().bytesIn()).isEqualTo(2000);
            budget.holds(2000 - ALL);
            assertThat(Stage.await(length.future())).isEqualTo(3000);
        }
        Stage.await(ended.future());
    }

    @Test
    void endsWhenThereIsNoRoomForTheRestOfARecord() throws Exception {
        limits = new Limits(64 * 1024, 10, 256 * 1024, Duration.ofMillis(200), 64, Optional.empty());
        othersHold(ALL - 2000);
        int port = serve(record -> true);
        try (Peer peer = Peer.connect(port)) {
            peer.says("x".repeat(2000));
            assertThat(peer.hearsToTheEnd()).isEqualTo("error: no room for the rest of its record\n");
        }
        assertThat(Stage.await(ended.future())).isEqualTo(Ending.LIMIT);
        assertThat(wire.reason()).isEqualTo("no room for the rest of its record");
    }

    /** Whose end has epoll read all that it has sent before, though nobody asks for it. */
    @Test
    void keepsNoMoreOfAPeerThatEndsThanThereIsRoomFor() throws Exception {
        assumeThat(System.getProperty(Transports.PROPERTY)).isNotEqualTo("io_uring"); // keeps it: see README
        limits = new Limits(64 * 1024, 10, 256 * 1024, Duration.ofMillis(200), 64, Optional.empty());
        othersHold(ALL - 2000);
        int port = serve(record -> true);
        try (Peer peer = Peer.connect(port)) {
            peer.says("x".repeat(2000));
            Stage.await(() -> budget.held() >= ALL);
            peer.says("x".repeat(50_000)).ends();
            assertThat(peer.hearsToTheEnd()).isEqualTo("error: no room for the rest of its record\n");
        }
        assertThat(Stage.await(ended.future())).isEqualTo(Ending.LIMIT);
    }

    private void othersHold(int bytes) {
        budget = new Budget(ALL);
        budget.holds(bytes);
    }

    private int serve(Function<Span, Boolean> answer) throws Exception {
        NetServer server = stage.vertx().createNetServer().connectHandler(socket -> talk(socket, answer));
        return Stage.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private void talk(NetSocket socket, Function<Span, Boolean> answer) {
        this.socket = (NetSocketInternal) socket;
        this.socket.channelHandlerContext().channel().config().setAllocator(allocator);
        Loop loop = new Loop(Time.of(stage.vertx()), counters, limits, budget);
        wire = new SocketWire(socket, framing, Tail.RECORD, new Parting(Duration.ofSeconds(2), true), loop);
        wire.tap(tap);
        wire.start(new Wire.Listener() {
            @Override
            public boolean record(Span record) {
                return answer.apply(record);
            }

            @Override
            public void inputEnded() {
                wire.end(Ending.FIN);
            }

            @Override
            public void closed(Ending ending) {
                wire.untaken(untaken);
                ended.tryComplete(ending);
            }
        });
    }
}
