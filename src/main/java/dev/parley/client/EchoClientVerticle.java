package dev.parley.client;

import dev.parley.config.Document;
import dev.parley.conversation.ConversationOutcome;
import dev.parley.conversation.StepConversation;
import dev.parley.report.Console;
import dev.parley.report.OneShot;
import dev.parley.report.Outcome;
import dev.parley.wire.Addresses;
import dev.parley.wire.Counters;
import dev.parley.wire.Loop;
import dev.parley.wire.SocketWire;
import dev.parley.wire.Time;
import dev.parley.wire.Wire;
import io.vertx.core.Context;
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
    private Context onLoop;
    /** Null as long as there is no connection. */
    private StepConversation conversation;

    private long began;

    @Override
    public Future<?> start() {
        config = Document.of(config()).section("client", ClientConfig::read);
        connector = new Connector(vertx, config);
        began = System.nanoTime();
        onLoop = Loop.contextFor(vertx, context);
        Loop.on(onLoop, () -> connector.connect().compose(this::converse))
                .recover(cause -> Future.succeededFuture(unconnected(cause.getMessage())))
                .onSuccess(this::announce);
        return Future.succeededFuture();
    }

    private Future<ConversationOutcome> converse(NetSocket socket) {
        Loop loop = new Loop(Time.of(vertx), new Counters());
        Wire wire = SocketWire.ofClient(socket, config.framing(), config.limits(), loop);
        conversation = new StepConversation(config.steps(), wire, heard -> Console.say(heard.toString()));
        return conversation.play();
    }

    private ConversationOutcome unconnected(String why) {
        String peer = Addresses.print(config.host(), config.port());
        return new ConversationOutcome.Unconnected(peer, why, Duration.ofNanos(System.nanoTime() - began));
    }

    private void announce(Outcome how) {
        if (!outcome.tryComplete(how)) {
            return;
        }
        if (!how.passed()) {
            Console.log(how.summary());
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
        return Loop.on(onLoop, () -> {
            if (conversation != null) {
                conversation.abandon();
            } else {
                announce(unconnected("stopped before there was a connection"));
            }
            return Future.succeededFuture();
        });
    }
}
