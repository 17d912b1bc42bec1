package dev.parley.conversation;

import dev.parley.report.Console;
import dev.parley.report.Report;
import dev.parley.wire.Ending;
import dev.parley.wire.Framing;
import dev.parley.wire.Time;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes one conversation into a file of its own, as a script that can be played.
 *
 * <p>Written on a worker thread, in parts as it grows and whole once the connection is closed.
 */
public final class TranscriptFile implements Observer {
    private static final int PART = 64 * 1024;

    private final Vertx vertx;
    private final Path file;
    private final StringBuilder text = new StringBuilder();
    private final Promise<Void> written = Promise.promise();
    private StandardOpenOption how = StandardOpenOption.TRUNCATE_EXISTING;
    private final Observer observer;
    private String separator = "\n    ";

    private TranscriptFile(Vertx vertx, Path file, Framing framing, Side side, Time time) {
        this.vertx = vertx;
        this.file = file;
        this.observer = Observer.all(new Transcript(side, time, this::line), this);
        text.append("{\n  \"framing\": ").append(Json.encode(framing.toJson())).append(",\n  \"script\": [");
    }

    /**
     * Begins one in {@code directory}, named {@code server-1.json} for a server's first connection.
     *
     * @param framing as our side has it
     */
    public static TranscriptFile in(Path directory, Vertx vertx, Side side, long number, Framing framing, Time time) {
        Framing ofServer = side == Side.SERVER ? framing : framing.reversed();
        return new TranscriptFile(vertx, directory.resolve(side + "-" + number + ".json"), ofServer, side, time);
    }

    /** What writes the lines, to be told of the conversation. */
    public Observer observer() {
        return observer;
    }

    private void line(JsonObject line) {
        text.append(separator).append(line.encode());
        separator = ",\n    ";
        if (text.length() >= PART) {
            write();
        }
    }

    @Override
    public void closed(String peer, Ending ending, String reason, long lost) {
        text.append("\n  ]\n}\n");
        write().onComplete(written);
    }

    /** In order, since Vert.x runs the blocking work of one context one after the other. */
    private Future<Void> write() {
        byte[] part = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        StandardOpenOption option = how;
        how = StandardOpenOption.APPEND;
        return vertx.<Void>executeBlocking(() -> {
                    Files.createDirectories(file.toAbsolutePath().getParent());
                    Files.write(file, part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, option);
                    return null;
                })
                .onFailure(cause -> Console.log("cannot write the transcript " + file + ": " + why(cause)));
    }

    private static String why(Throwable cause) {
        return cause instanceof IOException e ? Report.why(e) : cause.toString();
    }

    /** Completes when the file is whole, or has failed, which is logged. */
    public Future<Void> written() {
        return written.future().otherwiseEmpty();
    }
}
