package dev.parley.client;

import dev.parley.config.Document;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.StepConversation;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.wire.Addresses;
import dev.parley.wire.Counters;
import dev.parley.wire.SocketWire;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * Connects to a server, says the names of its configuration one after the other, prints what it hears, and compares it.
 *
 * <p>Reads the section {@code client} of its {@code config()}. The deployment succeeds when the conversation has begun;
 * how it went is told by {@link #outcome()}, and by a JSON message to {@value #OUTCOME} on the event bus.
 */
public final class EchoClientVerticle extends VerticleBase implements OneShot {
    /** Event bus address that outcomes are published to; local consumers only need to listen. */
    public static final String OUTCOME = "parley.client.outcome";

    private final Promise<Outcome> outcome = Promise.promise();

    private ClientConfig config;
    private Connector connector;
    private long began;

    @Override
    public Future<?> start() {
        config = Document.of(config()).section("client", ClientConfig::read);
        connector = new Connector(vertx, config);
        began = System.nanoTime();
        connector.connect().compose(this::converse).recover(this::unconnected).onSuccess(this::announce);
        return Future.succeededFuture();
    }

    private Future<ConversationOutcome> converse(NetSocket socket) {
        SocketWire.Shared shared = new SocketWire.Shared(Time.of(vertx), new Counters());
        Wire wire = new SocketWire(socket, config.framing(), config.limits(), config.patience(), shared);
        return new StepConversation(config.steps(), wire, heard -> Console.say(heard.toString())).play();
    }

    private Future<ConversationOutcome> unconnected(Throwable cause) {
        String peer = Addresses.print(config.host(), config.port());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return Future.succeededFuture(new ConversationOutcome.Unconnected(peer, cause.getMessage(), took));
    }

    private void announce(Outcome how) {
        if (!how.passed()) {
            Console.log(how.summary());
        }
        vertx.eventBus().publish(OUTCOME, how.toJson(), new DeliveryOptions().setLocalOnly(true));
        outcome.complete(how);
    }

    @Override
    public Future<Outcome> outcome() {
        return outcome.future();
    }
}
