package dev.parley.server;

import dev.parley.config.Document;
import dev.parley.conversation.RuleConversation;
import dev.parley.wire.Addresses;
import dev.parley.wire.SocketWire;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Listens on a TCP port, greets who connects, and answers each record: by default {@code Michael} with {@code Hello,
 * Michael!}, a second later.
 *
 * <p>Reads the section {@code server} of its {@code config()}. Any number of instances share one port. Whoever sends
 * anything to {@value #STATS} on the event bus gets the counters as JSON.
 */
public final class EchoServerVerticle extends VerticleBase {
    /** Event bus address of the counters; local. */
    public static final String STATS = "parley.server.stats";

    private static final Duration RESOLVE = Duration.ofSeconds(10);

    private ServerConfig config;
    private Deployment deployment;
    private SocketWire.Shared shared;
    private NetServer server;
    private MessageConsumer<Object> stats;

    @Override
    public Future<?> start() {
        config = Document.of(config()).section("server", ServerConfig::read);
        deployment = Deployment.of(vertx, deploymentID());
        shared = new SocketWire.Shared(Time.of(vertx), deployment.join());
        server = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(config.backlog()))
                .connectHandler(this::accept);
        return Addresses.of(vertx, config.host(), RESOLVE)
                .compose(this::listen)
                .recover(cause -> Future.failedFuture(refusal(cause)))
                .onSuccess(this::listens)
                .onFailure(cause -> deployment.leave(vertx));
    }

    private Future<NetServer> listen(List<InetAddress> addresses) {
        int port = config.port() == 0 ? deployment.sharedPort() : config.port();
        return server.listen(port, addresses.get(0).getHostAddress());
    }

    private void listens(NetServer server) {
        stats = vertx.eventBus().localConsumer(STATS, asked -> asked.reply(Deployment.stats(vertx)));
        deployment.listens(config.host(), server.actualPort());
    }

    /** Neither the JDK nor Vert.x names the address that could not be bound. */
    private IOException refusal(Throwable cause) {
        return new IOException(
                cause instanceof UnknownHostException
                        ? "server.host: unknown host \"" + config.host() + "\""
                        : "server: cannot listen on " + Addresses.print(config.host(), config.port()) + ": "
                                + cause.getMessage(),
                cause);
    }

    private void accept(NetSocket socket) {
        Wire wire = new SocketWire(socket, config.framing(), config.limits(), config.linger(), shared);
        new RuleConversation(config.play(), wire, config.log(), deployment.nextConnection()).begin();
    }

    @Override
    public Future<?> stop() {
        return server.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS)
                .eventually(shared::empty)
                .eventually(() -> stats.unregister())
                .onComplete(stopped -> deployment.leave(vertx));
    }
}
