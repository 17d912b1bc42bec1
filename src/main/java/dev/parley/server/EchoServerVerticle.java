package dev.parley.server;

import dev.parley.config.Document;
import dev.parley.conversation.Play;
import dev.parley.conversation.RuleConversation;
import dev.parley.wire.Addresses;
import dev.parley.wire.Loop;
import dev.parley.wire.SocketWire;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
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
    private long seed;
    private Context onLoop;
    private Loop loop;
    private NetServer server;
    private MessageConsumer<Object> stats;
    /** What is said to who connects from now on. */
    private volatile Play play;

    @Override
    public Future<?> start() {
        config = Document.of(config()).section("server", ServerConfig::read);
        play = config.play();
        deployment = Deployment.of(vertx, deploymentID());
        seed = deployment.seed(config.seed());
        loop = new Loop(Time.of(vertx), deployment.join());
        server = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(config.backlog()))
                .connectHandler(this::accept);
        onLoop = Loop.contextFor(vertx, context);
        return Loop.on(onLoop, this::listen).onFailure(cause -> deployment.leave(vertx));
    }

    private Future<NetServer> listen() {
        return Addresses.of(vertx, config.host(), RESOLVE)
                .recover(cause -> refuse("server.host: " + Addresses.fault(cause, config.host(), RESOLVE), cause))
                .compose(this::listen)
                .onSuccess(this::listens);
    }

    private Future<NetServer> listen(List<InetAddress> addresses) {
        int port = config.port() == 0 ? deployment.sharedPort() : config.port();
        String place = Addresses.print(config.host(), config.port());
        // Neither the JDK nor Vert.x names the address that could not be bound.
        return server.listen(port, addresses.get(0).getHostAddress())
                .recover(cause -> refuse("server: cannot listen on " + place + ": " + cause.getMessage(), cause));
    }

    private static <T> Future<T> refuse(String why, Throwable cause) {
        return Future.failedFuture(new IOException(why, cause));
    }

    private void listens(NetServer server) {
        stats = vertx.eventBus().localConsumer(STATS, asked -> asked.reply(Deployment.stats(vertx)));
        deployment.listens(config.host(), server.actualPort(), play.random());
    }

    private void accept(NetSocket socket) {
        Wire wire = SocketWire.ofServer(socket, config.framing(), config.limits(), config.linger(), loop);
        new RuleConversation(play, wire, config.log(), deployment.nextConnection(), seed).begin();
    }

    @Override
    public Future<?> stop() {
        return server.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS)
                .eventually(() -> Loop.on(onLoop, loop::empty))
                .eventually(() -> stats.unregister())
                .onComplete(stopped -> deployment.leave(vertx));
    }
}
