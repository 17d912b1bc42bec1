package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers that are due for as long as a story wants: somebody to ask, who keeps everybody waiting. */
public final class Held {
    /** The keys of a server whose answers they are; each is the record itself. */
    public static final String ANSWERS =
            "'drain': '1m', 'rules': [{'say': {'ask': 'held', 'within': '10m', 'else': 'Nobody knows.'}}]";

    private final BlockingQueue<Message<JsonObject>> asked = new LinkedBlockingQueue<>();
    private final List<Message<JsonObject>> due = new ArrayList<>();

    public Held(Vertx vertx) {
        vertx.eventBus().<JsonObject>localConsumer("held", asked::add);
    }

    /** Waits until so many are due. */
    public void awaitDue(int many) throws InterruptedException {
        while (due.size() < many) {
            Message<JsonObject> question = asked.poll(20, TimeUnit.SECONDS);
            assertThat(question)
                    .as("%d answers are due, one more to be", due.size())
                    .isNotNull();
            due.add(question);
        }
    }

    /** Gives all that are due. */
    public void answer() {
        due.forEach(question -> question.reply(question.body().getString("record")));
        due.clear();
    }
}
