package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.Carriers;
import dev.parley.testkit.Peer;
import dev.parley.testkit.Stage;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ShortcutTest {
    private static final int MOST = Shortcut.MOST;

    @RegisterExtension
    final Stage stage = new Stage(Carriers.vertx(Optional.of("epoll")));

    private final Shortcut shortcut = new Shortcut();
    private final Promise<ChannelHandlerContext> accepted = Promise.promise();
    private int port;

    @Test
    void handsToTheKernelWhatItTakesAtOnce() throws Exception {
        try (Peer peer = peer()) {
            assertThat(sent(wire -> shortcut.send(wire, bytes("Hello, Ada!\nand no more"), 12)))
                    .isEqualTo(12);
            assertThat(sent(wire -> shortcut.send(wire, bytes("Bye"), 3))).isEqualTo(3);
            peer.hears("Hello, Ada!\nBye");
        }
    }

    @Test
    void tellsHowMuchAPeerThatDoesNotReadHasLeft() throws Exception {
        byte[] bytes = bytes("0123456789abcdef".repeat(MOST / 16));
        try (Peer peer = peer()) {
            int all = sent(wire -> {
                int sum = 0;
                int gone = MOST;
                while (gone == MOST) {
                    gone = shortcut.send(wire, bytes, MOST);
                    sum += gone;
                }
                return sum;
            });
            assertThat(all).isGreaterThan(MOST);
            byte[] heard = peer.reads(all);
            for (int at = 0; at < all; at += MOST) {
                int to = Math.min(all, at + MOST);
                assertThat(Arrays.equals(heard, at, to, bytes, 0, to - at)).isTrue();
            }
        }
    }

    @Test
    void sendsNoMoreThanItHasRoomFor() throws Exception {
        try (Peer peer = peer()) {
            assertThat(sent(wire -> shortcut.send(wire, new byte[MOST + 1], MOST + 1)))
                    .isZero();
            assertThat(sent(wire -> shortcut.send(wire, bytes("!"), 1))).isEqualTo(1);
            peer.hears("!");
        }
    }

    @Test
    void isNoneWhereSomethingStandsBetween() throws Exception {
        try (Peer peer = peer()) {
            assertThat(sent(wire -> {
                        wire.pipeline().addFirst("between", new ChannelDuplexHandler());
                        return shortcut.send(wire, bytes("?"), 1);
                    }))
                    .isZero();
            assertThat(sent(wire -> {
                        wire.pipeline().remove("between");
                        return shortcut.send(wire, bytes("!"), 1);
                    }))
                    .isEqualTo(1);
            peer.hears("!");
        }
    }

    /** Its descriptor is the next one's who connects, or that of its peer. */
    @Test
    void isNoneToASocketThatIsClosed() throws Exception {
        try (Peer peer = peer()) {
            ChannelHandlerContext gone = Stage.await(accepted.future());
            gone.channel().close().sync();
            peer.hearsTheEnd();
            try (Peer another = Peer.connect(port)) {
                assertThat(shortcut.send(gone, bytes("?"), 1)).isZero();
                another.ends();
            }
        }
    }

    @Test
    void failsInSilenceWhereOurSideHasEnded() throws Exception {
        try (Peer peer = peer()) {
            assertThat(sent(wire -> {
                        ((DuplexChannel) wire.channel()).shutdownOutput();
                        return shortcut.send(wire, bytes("?"), 1);
                    }))
                    .isZero();
            peer.hearsTheEnd();
        }
    }

    @Test
    void isNoneOnAnotherTransport() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelDuplexHandler());
        assertThat(shortcut.send(channel.pipeline().firstContext(), bytes("?"), 1))
                .isZero();
        channel.finishAndReleaseAll();
    }

    private Peer peer() throws Exception {
        NetServer server = stage.vertx().createNetServer().connectHandler(socket -> {
            ChannelHandlerContext context = ((NetSocketInternal) socket).channelHandlerContext();
            context.channel()
                    .eventLoop()
                    .execute(() -> accepted.tryComplete(context)); // once the one who accepted has gone
        });
        port = Stage.await(server.listen(0, "127.0.0.1")).actualPort();
        return Peer.connect(port);
    }

    /** On the event loop, where nothing else happens meanwhile. */
    private int sent(ToIntFunction<ChannelHandlerContext> send) throws Exception {
        ChannelHandlerContext wire = Stage.await(accepted.future());
        return wire.channel().eventLoop().submit(() -> send.applyAsInt(wire)).get(20, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
