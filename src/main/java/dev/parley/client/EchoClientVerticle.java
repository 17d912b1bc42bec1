package dev.parley.client;

import dev.parley.config.Document;
import dev.parley.conversation.BusAsker;
import dev.parley.conversation.Conversation;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.Observer;
import dev.parley.conversation.Setting;
import dev.parley.conversation.Side;
import dev.parley.conversation.TranscriptFile;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.wire.Addresses;
import dev.parley.wire.Budget;
import dev.parley.wire.Counters;
import dev.parley.wire.Loop;
import dev.parley.wire.Parting;
import dev.parley.wire.PemException;
import dev.parley.wire.SocketWire;
import dev.parley.wire.Span;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.shareddata.LocalMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Connects to a server, says the names of its configuration or plays the client of a script, and prints what it hears.
 *
 * <p>Reads the section {@code client} of its {@code config()}. The deployment succeeds when the conversation has begun;
 * how it went is told by {@link #outcome()}, and by a JSON message to {@value #OUTCOME} on the event bus.
 */
public final class EchoClientVerticle extends VerticleBase implements OneShot {
    /** Event bus address that outcomes are published to; local consumers only need to listen. */
    public static final String OUTCOME = "parley.client.outcome";

    private static final String NUMBERS = "parley.client.numbers";

    private final Promise<Outcome> outcome = Promise.promise();
    private final Consumer<String> words;
    private final Consumer<String> failures;

    private ClientConfig config;
    private Connector connector;
    private Context onLoop;
    /** Null as long as there is no connection. */
    private Conversation conversation;

    private long began;

    private final OptionalLong number;

    /** Prints what it hears on standard output, and how it failed on standard error. */
    public EchoClientVerticle() {
        this.number = OptionalLong.empty();
        this.words = Console::say;
        this.failures = Console::log;
    }

    /**
     * Prints nothing.
     *
     * @param number of its connection, for scripts that tell connections apart
     * @param words takes the peer's records, each as a line that can be printed, on an event loop
     */
    public EchoClientVerticle(long number, Consumer<String> words) {
        this.number = OptionalLong.of(number);
        this.words = words;
        this.failures = failure -> {};
    }

    @Override
    public Future<?> start() throws PemException {
        config = Document.of(config()).section("client", ClientConfig::read);
        connector = new Connector(vertx, config);
        began = System.nanoTime();
        onLoop = Loop.contextFor(vertx, context);
        Loop.on(onLoop, () -> connector.connect().compose(this::converseOrClose))
                .recover(cause -> Future.succeededFuture(unconnected(cause.getMessage())))
                .onSuccess(this::announce);
        return Future.succeededFuture();
    }

    private Future<ConversationOutcome> converseOrClose(NetSocket socket) {
        return Future.succeededFuture(socket).compose(this::converse).onFailure(cause -> socket.close());
    }

    private Future<ConversationOutcome> converse(NetSocket socket) {
        Loop loop = new Loop(Time.of(vertx), new Counters(), config.limits(), new Budget());
        Wire wire = new SocketWire(socket, config.framing(), config.script().tail(), Parting.AT_ONCE, loop);
        long number = number();
        Observer observer = new Observer() {
            @Override
            public void heard(String peer, Span record) {
                words.accept(record.toString());
            }
        };
        Optional<TranscriptFile> file = config.transcript()
                .map(directory ->
                        TranscriptFile.in(directory, vertx, Side.CLIENT, number, config.framing(), wire.time()));
        Observer all = file.map(one -> Observer.all(observer, one.observer())).orElse(observer);
        Future<Void> written = file.map(TranscriptFile::written).orElseGet(Future::succeededFuture);
        Setting setting = new Setting(Side.CLIENT, number, seed(), all, new BusAsker(vertx));
        conversation = config.script().begin(wire, setting);
        return conversation.outcome().compose(written::map);
    }

    /** The instances of a deployment count their connections together. */
    private long number() {
        LocalMap<String, Long> numbers = vertx.sharedData().getLocalMap(NUMBERS);
        return number.orElseGet(() -> numbers.merge(deploymentID(), 1L, Long::sum));
    }

    private long seed() {
        long seed = config.seed().orElseGet(() -> ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        if (config.script().random()) {
            Console.log("Delays are drawn from seed " + seed + ".");
        }
        return seed;
    }

    private ConversationOutcome unconnected(String why) {
        String peer = Addresses.print(config.host(), config.port());
        return new ConversationOutcome.Unconnected(Side.CLIENT, peer, why, Duration.ofNanos(System.nanoTime() - began));
    }

    private void announce(Outcome how) {
        if (!outcome.tryComplete(how)) {
            return;
        }
        if (!how.passed()) {
            List<String> told = config.script().explains() ? how.report() : List.of(how.summary());
            told.forEach(failures);
        }
        vertx.eventBus().publish(OUTCOME, how.toJson(), new DeliveryOptions().setLocalOnly(true));
    }

    @Override
    public Future<Outcome> outcome() {
        return outcome.future();
    }

    /** Undeployed before its end, it has failed: nobody else was at fault. */
    @Override
    public Future<?> stop() {
        vertx.sharedData().getLocalMap(NUMBERS).remove(deploymentID());
        return Loop.on(onLoop, () -> {
            if (conversation != null) {
                conversation.abandon();
            } else {
                announce(unconnected("stopped before there was a connection"));
                connector.close();
            }
            return Future.succeededFuture();
        });
    }
}
