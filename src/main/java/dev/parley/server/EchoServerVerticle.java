package dev.parley.server;

import dev.parley.config.Document;
import dev.parley.conversation.BusAsker;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Play;
import dev.parley.conversation.Recorder;
import dev.parley.conversation.Setting;
import dev.parley.conversation.Side;
import dev.parley.conversation.Transcript;
import dev.parley.conversation.TranscriptFile;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.server.Failures.Kind;
import dev.parley.wire.Addresses;
import dev.parley.wire.Counters;
import dev.parley.wire.Loop;
import dev.parley.wire.Parting;
import dev.parley.wire.SocketWire;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens on a TCP port, greets who connects, and answers each record: by default {@code Michael} with {@code Hello,
 * Michael!}, a second later.
 *
 * <p>Reads the section {@code server} of its {@code config()}. Any number of instances share one port. Whoever sends
 * anything to {@value #STATS} on the event bus gets the counters as JSON.
 */
public final class EchoServerVerticle extends VerticleBase implements OneShot {
    /** Event bus address of the counters; local. */
    public static final String STATS = "parley.server.stats";

    /** Event bus address that the outcome of each conversation is published to; local. */
    public static final String OUTCOME = "parley.server.outcome";

    private static final Duration RESOLVE = Duration.ofSeconds(10);

    private final Promise<Outcome> outcome = Promise.promise();
    private final Optional<Recorder> recorder;

    private ServerConfig config;
    private Deployment deployment;
    private long seed;
    private volatile boolean stopping;
    private volatile Optional<Certificates> certificates = Optional.empty();
    private Context onLoop;
    private Counters counters;
    private Loop loop;
    private Observer connectionLog;
    private NetServer server;
    private MessageConsumer<Object> stats;
    /** The conversations that are not over, written down and told. */
    private final Set<Future<?>> talks = new HashSet<>();

    /** What is said to who connects from now on. */
    private volatile Play play;

    /** Logs on standard error. */
    public EchoServerVerticle() {
        this(Optional.empty());
    }

    private EchoServerVerticle(Optional<Recorder> recorder) {
        this.recorder = recorder;
    }

    /** One that logs nothing: whoever records is told all there is to tell. */
    public static EchoServerVerticle recordedBy(Recorder recorder) {
        return new EchoServerVerticle(Optional.of(recorder));
    }

    @Override
    public Future<?> start() {
        config = Document.of(config()).section("server", ServerConfig::read);
        play = config.play();
        deployment = Deployment.of(vertx, deploymentID(), config, log());
        seed = deployment.seed(config.seed());
        deployment.outcome().onSuccess(outcome::tryComplete);
        counters = deployment.join();
        loop = new Loop(Time.of(vertx), counters, config.limits().each(), deployment.budget());
        connectionLog = config.log().observer(deployment.failures());
        server = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(config.backlog()))
                .connectHandler(this::accept);
        onLoop = Loop.contextFor(vertx, context);
        return readCertificates()
                .compose(ready -> Loop.on(onLoop, this::listen))
                .onFailure(cause -> deployment.leave(vertx, log()));
    }

    private Future<Void> readCertificates() {
        if (config.tls().isEmpty()) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(
                        () -> deployment.certificates(vertx, config.tls().get(), log()))
                .recover(cause -> refuse("server.tls: " + cause.getMessage(), cause))
                .onSuccess(found -> certificates = Optional.of(found))
                .mapEmpty();
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
        Acceptor.prepare();
        // Neither the JDK nor Vert.x names the address that could not be bound.
        return server.listen(port, addresses.get(0).getHostAddress())
                .recover(cause -> refuse("server: cannot listen on " + place + ": " + cause.getMessage(), cause));
    }

    private static <T> Future<T> refuse(String why, Throwable cause) {
        return Future.failedFuture(new IOException(why, cause));
    }

    private void listens(NetServer server) {
        stats = vertx.eventBus().localConsumer(STATS, asked -> asked.reply(Deployment.stats(vertx)));
        deployment.listens(config.host(), server.actualPort(), play.random(), log());
    }

    private Consumer<String> log() {
        return recorder.isPresent() ? line -> {} : Console::log;
    }

    private void accept(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        Acceptor.watch(channel.parent(), log());
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            socket.close(); // it has gone already
            return;
        }
        Optional<String> objection = config.access().objection(peer.getAddress());
        if (objection.isPresent()) {
            refuse(peer, objection.get());
            socket.close();
            return;
        }
        Optional<String> full = deployment.admission().enters(peer.getAddress());
        if (full.isPresent()) {
            refuse(peer, full.get());
            hangUp(socket, full.get());
            return;
        }
        loop.pace(socket);
        channel.closeFuture().addListener(closed -> deployment.admission().leaves(peer.getAddress()));
        encrypt(socket, peer);
    }

    private void encrypt(NetSocket socket, InetSocketAddress peer) {
        if (certificates.isEmpty()) {
            begin(socket);
            return;
        }
        Certificates ours = certificates.get();
        ours.encrypt(vertx, socket).onSuccess(this::begin).onFailure(cause -> {
            if (!stopping) { // which ends handshakes without a word
                refuse(Kind.HANDSHAKE, peer, ours.fault(cause));
            }
        });
    }

    /** Tells a peer for whom there is no room so, unless it waits for a handshake. */
    private void hangUp(NetSocket socket, String why) {
        Optional<byte[]> words =
                config.tls().isPresent() ? Optional.empty() : config.framing().error(why);
        words.map(Buffer::buffer).ifPresentOrElse(socket::end, socket::close);
    }

    private void refuse(InetSocketAddress peer, String why) {
        refuse(Kind.REFUSED, peer, why);
    }

    private void refuse(Kind kind, InetSocketAddress peer, String why) {
        counters.refused();
        if (config.log() != ServerLog.QUIET) {
            deployment.failures().tell(kind, "Connection from " + Addresses.print(peer) + " refused: " + why + ".");
        }
    }

    private void begin(NetSocket socket) {
        long number = deployment.nextConnection();
        if (number > config.conversations().orElse(Integer.MAX_VALUE)) {
            socket.close();
            return;
        }
        Wire wire = new SocketWire(socket, config.framing(), play.tail(), new Parting(config.linger(), true), loop);
        Observer observer = recorder.<Observer>map(one -> new Transcript(Side.SERVER, wire.time(), one.begin(number)))
                .orElse(connectionLog);
        Optional<TranscriptFile> file = config.transcript()
                .map(directory ->
                        TranscriptFile.in(directory, vertx, Side.SERVER, number, config.framing(), wire.time()));
        Observer all = file.map(one -> Observer.all(observer, one.observer())).orElse(observer);
        Future<Void> written = file.map(TranscriptFile::written).orElseGet(Future::succeededFuture);
        Setting setting = new Setting(Side.SERVER, number, seed, all, new BusAsker(vertx));
        Future<ConversationOutcome> talk = play.begin(wire, setting).outcome().compose(how -> written.map(how));
        talks.add(talk);
        talk.onSuccess(how -> {
            talks.remove(talk);
            ended(number, how);
        });
    }

    private void ended(long number, ConversationOutcome how) {
        recorder.ifPresent(one -> one.ended(number, how));
        if (!how.passed() && play.explains() && config.log() != ServerLog.QUIET) {
            tell(how);
        }
        vertx.eventBus().publish(OUTCOME, how.toJson(), new DeliveryOptions().setLocalOnly(true));
        deployment.ended(how, config.conversations());
    }

    /** Who asked for a number of conversations wants to know of each of them. */
    private void tell(ConversationOutcome how) {
        if (config.conversations().isPresent()) {
            how.report().forEach(log());
        } else {
            deployment.failures().tell(Kind.UNPLAYED, how::report);
        }
    }

    /** The port that it listens on, once it is deployed. */
    public int port() {
        return server.actualPort();
    }

    /** Completes after as many conversations as were asked for, or with the stop of the deployment. */
    @Override
    public Future<Outcome> outcome() {
        return outcome.future();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return server.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS)
                .eventually(() -> Loop.on(onLoop, loop::empty))
                .eventually(() -> Loop.on(onLoop, () -> Future.join(new ArrayList<>(talks))))
                .eventually(() -> stats.unregister())
                .onComplete(stopped -> deployment.leave(vertx, log()));
    }
}
