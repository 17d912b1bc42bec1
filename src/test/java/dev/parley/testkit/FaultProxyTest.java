package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault, seen by two plain sockets. */
@Timeout(60)
class FaultProxyTest {
    @Test
    void isFaithfulWithoutAFault() throws Exception {
        String much = "x".repeat(3 << 20);
        try (ScriptedServer server = ScriptedServer.with(peer -> {
                    peer.hears("ping").says("pong" + much);
                    assertThat(peer.hearsToTheEnd()).isEqualTo("over");
                    peer.says("and out");
                });
                FaultProxy proxy = FaultProxy.both(server.port());
                Peer peer = proxy.peer()) {
            peer.says("ping").hears("pong" + much).says("over").ends();
            assertThat(peer.hearsToTheEnd()).isEqualTo("and out");
            server.played();
        }
    }

    @Test
    void passesAResetOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.with(peer -> {
                    peer.hears("a");
                    peer.resets();
                });
                FaultProxy proxy = FaultProxy.both(server.port());
                Peer peer = proxy.peer()) {
            peer.says("a");
            assertThatThrownBy(peer::hearsToTheEnd).isInstanceOf(SocketException.class);
        }
    }

    /** Three slices that wait 50 ms each. */
    @Test
    void slices() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.with(peer -> peer.says("abcdefg").hearsTheEnd());
                FaultProxy proxy =
                        FaultProxy.down(server.port(), new Fault.Slicer(3), new Fault.Latency(Duration.ofMillis(50)));
                Peer peer = proxy.peer()) {
            long began = System.nanoTime();
            peer.hears("abcdefg").ends();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isGreaterThanOrEqualTo(100);
            server.played();
        }
    }

    @Test
    void delaysInOneDirection() throws Exception {
        try (ScriptedServer server = ScriptedServer.with(
                        peer -> peer.hears("a").says("b").hears("c").says("d"));
                FaultProxy proxy = FaultProxy.up(server.port(), new Fault.Latency(Duration.ofMillis(100)));
                Peer peer = proxy.peer()) {
            long began = System.nanoTime();
            peer.says("a").hears("b").says("c").hears("d");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isGreaterThanOrEqualTo(200);
        }
    }

    @Test
    void limitsTheData() throws Exception {
        try (ScriptedServer server = ScriptedServer.with(
                        peer -> peer.says("Welcome!").hears("Ada").hearsTheEnd());
                FaultProxy proxy = FaultProxy.down(server.port(), new Fault.LimitData(3));
                Peer peer = proxy.peer()) {
            assertThat(peer.hearsToTheEnd()).isEqualTo("Wel");
            peer.says("Ada").ends();
            server.played();
        }
    }

    @Test
    void resetsBothSides() throws Exception {
        try (ScriptedServer server = ScriptedServer.with(peer -> {
                    peer.says("Welcome!");
                    assertThatThrownBy(peer::hearsToTheEnd).isInstanceOf(IOException.class);
                });
                FaultProxy proxy = FaultProxy.down(server.port(), new Fault.ResetPeer(3));
                Peer peer = proxy.peer()) {
            peer.hears("Wel");
            assertThatThrownBy(peer::hearsToTheEnd).isInstanceOf(SocketException.class);
            server.played();
        }
    }

    @Test
    void fallsSilent() throws Exception {
        try (ScriptedServer server = ScriptedServer.with(
                        peer -> peer.says("Welcome!").hears("Ada").says("!"));
                FaultProxy proxy = FaultProxy.down(server.port(), new Fault.Timeout(3));
                Peer peer = proxy.peer()) {
            peer.says("Ada").hears("Wel");
            server.played();
            peer.socket().setSoTimeout(100);
            assertThatThrownBy(peer::hearsToTheEnd).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
