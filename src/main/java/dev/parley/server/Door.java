package dev.parley.server;

import dev.parley.server.Failures.Kind;
import dev.parley.wire.Addresses;
import dev.parley.wire.Counters;
import dev.parley.wire.Loop;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets peers in, or tells why not: those who may connect, as many as there may be, encrypted where that is asked for. Of
 * one instance.
 *
 * <pre>
 *   socket ──► Access ──► Admission ──► Certificates ──► conversation
 *              who may    how many      TLS, if any
 * </pre>
 */
final class Door {
    private final Vertx vertx;
    private final ServerConfig config;
    private final Deployment deployment;
    private final Counters counters;
    private final Loop loop;
    private final Optional<Certificates> certificates;
    private final Consumer<String> log;
    private volatile boolean closing;

    Door(
            Vertx vertx,
            ServerConfig config,
            Deployment deployment,
            Counters counters,
            Loop loop,
            Optional<Certificates> certificates,
            Consumer<String> log) {
        this.vertx = vertx;
        this.config = config;
        this.deployment = deployment;
        this.counters = counters;
        this.loop = loop;
        this.certificates = certificates;
        this.log = log;
    }

    /** @param in takes a socket whose peer is in, before anything of what it says has been read */
    void enters(NetSocket socket, Consumer<NetSocket> in) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            socket.close(); // it has gone already
            return;
        }
        Optional<String> objection = config.access().objection(peer.getAddress());
        if (objection.isPresent()) {
            refuse(Kind.REFUSED, peer, objection.get());
            socket.close();
            return;
        }
        Optional<String> full = deployment.admission().enters(peer.getAddress());
        if (full.isPresent()) {
            refuse(Kind.REFUSED, peer, full.get());
            hangUp(socket, full.get());
            return;
        }
        loop.pace(socket);
        channel.closeFuture().addListener(closed -> deployment.admission().leaves(peer.getAddress()));
        certificates.ifPresentOrElse(ours -> encrypt(ours, socket, peer, in), () -> in.accept(socket));
    }

    private void encrypt(Certificates ours, NetSocket socket, InetSocketAddress peer, Consumer<NetSocket> in) {
        ours.encrypt(vertx, socket).onSuccess(in::accept).onFailure(cause -> {
            if (!closing) { // which ends handshakes without a word
                refuse(Kind.HANDSHAKE, peer, ours.fault(cause));
            }
        });
    }

    /** Tells a peer for whom there is no room so, unless it waits for a handshake. */
    private void hangUp(NetSocket socket, String why) {
        Optional<byte[]> words =
                certificates.isPresent() ? Optional.empty() : config.framing().error(why);
        words.map(Buffer::buffer).ifPresentOrElse(socket::end, socket::close);
    }

    private void refuse(Kind kind, InetSocketAddress peer, String why) {
        counters.refused();
        if (config.log() != ServerLog.QUIET) {
            deployment.failures().tell(kind, "Connection from " + Addresses.print(peer) + " refused: " + why + ".");
        }
    }

    /** From now on it is no fault of a peer's that it does not get in. */
    void close() {
        closing = true;
    }
}
