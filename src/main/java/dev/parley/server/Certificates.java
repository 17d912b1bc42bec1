package dev.parley.server;

import dev.parley.config.Durations;
import dev.parley.wire.Identity;
import dev.parley.wire.PemException;
import dev.parley.wire.ServerTls;
import dev.parley.wire.TlsFaults;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the instances of a deployment show their clients, and may replace while they serve. For several threads.
 *
 * <p>Connections are accepted as plain ones and encrypted here, not by Vert.x's server: that tells of a handshake that
 * has failed, but not whose it was.
 */
final class Certificates {
    private final ServerTls tls;
    private volatile SslContext context;

    private Certificates(ServerTls tls, SslContext context) {
        this.tls = tls;
        this.context = context;
    }

    /** Reads the files, or makes a certificate up, which blocks. */
    static Certificates of(ServerTls tls, Consumer<String> log) throws PemException {
        if (!tls.selfSigned()) {
            return new Certificates(tls, tls.context());
        }
        SelfSignedCertificate madeUp = SelfSignedCertificate.create("localhost");
        Identity identity = new Identity(Path.of(madeUp.certificatePath()), Path.of(madeUp.privateKeyPath()));
        log.accept("WARNING: TLS with a certificate that nobody vouches for, to try things out; it is in "
                + identity.certificate() + " until the end.");
        return new Certificates(tls, tls.as(identity).context());
    }

    /** Reads the files again, which blocks; connections that there are keep what they have. */
    void renew() throws PemException {
        context = tls.context();
    }

    /** Encrypts a connection of which nothing has been read, on its event loop; one that fails is closed. */
    Future<NetSocket> encrypt(Vertx vertx, NetSocket socket) {
        // Until there is a conversation nobody is owed anything.
        socket.exceptionHandler(told -> {}).shutdownHandler(stop -> socket.close());
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT);
        handler.setHandshakeTimeout(tls.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        ContextInternal loop = ((VertxInternal) vertx).getOrCreateContext();
        PromiseInternal<Channel> done = loop.promise();
        handler.handshakeFuture().addListener(done);
        channel.pipeline().addFirst("ssl", handler);
        return done.future().map(socket);
    }

    /** Why {@link #encrypt} has failed, in words for people. */
    String fault(Throwable cause) {
        return TlsFaults.late(cause)
                ? "no end of the TLS handshake within " + Durations.print(tls.handshakeTimeout())
                : TlsFaults.of(cause);
    }
}
