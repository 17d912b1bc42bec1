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
import dev.parley.wire.SocketFaults;
import dev.parley.wire.SocketWire;
import dev.parley.wire.Time;
import dev.parley.wire.Transports;
import dev.parley.wire.Wire;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
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
    private Context onLoop;
    private Counters counters;
    private Loop loop;
    private Observer connectionLog;
    private Door door;
    private NetServer server;
    /** What Vert.x tells listening channels apart by. */
    private String place;

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
        onLoop = Loop.contextFor(vertx, context);
        return readCertificates()
                .compose(ours -> Loop.on(onLoop, () -> listen(ours)))
                .onFailure(cause -> deployment.leave(vertx, log()));
    }

    private Future<Optional<Certificates>> readCertificates() {
        if (config.tls().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return vertx.executeBlocking(
                        () -> deployment.certificates(vertx, config.tls().get(), log()))
                .recover(cause -> refuse("server.tls: " + cause.getMessage(), cause))
                .map(Optional::of);
    }

    private Future<NetServer> listen(Optional<Certificates> ours) {
        door = new Door(vertx, config, deployment, counters, loop, ours, log());
        server = vertx.createNetServer(Transports.prompt(new NetServerOptions()).setAcceptBacklog(config.backlog()))
                .connectHandler(socket -> {
                    Acceptor.watch(vertx, place, socket, log());
                    door.enters(socket, this::begin);
                });
        return Addresses.of(vertx, config.host(), RESOLVE)
                .recover(cause -> refuse("server.host: " + Addresses.fault(cause, config.host(), RESOLVE), cause))
                .compose(this::listen)
                .onSuccess(this::listens);
    }

    private Future<NetServer> listen(List<InetAddress> addresses) {
        int port = config.port() == 0 ? deployment.sharedPort() : config.port();
        String address = addresses.get(0).getHostAddress();
        place = Addresses.print(address, port);
        Acceptor.prepare();
        // Neither the JDK nor Vert.x names the address that could not be bound.
        String wanted = Addresses.print(config.host(), config.port());
        return server.listen(port, address)
                .recover(cause ->
                        refuse("server: cannot listen on " + wanted + ": " + SocketFaults.words(cause), cause));
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
        door.close();
        long drain = config.drain().toMillis();
        return Acceptor.leave(vertx, place, onLoop, () -> server.shutdown(drain, TimeUnit.MILLISECONDS))
                .eventually(() -> Loop.on(onLoop, loop::empty))
                .eventually(() -> Loop.on(onLoop, () -> Future.join(new ArrayList<>(talks))))
                .eventually(() -> stats.unregister())
                .onComplete(stopped -> deployment.leave(vertx, log()));
    }
}
