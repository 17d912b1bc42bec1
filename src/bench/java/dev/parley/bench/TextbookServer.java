package dev.parley.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

/** What Parley is compared with: the same protocol as a user of Vert.x writes it by the manual, without any tuning. */
final class TextbookServer {
    private final Vertx vertx;
    private final long delay;

    private TextbookServer(Vertx vertx, long delay) {
        this.vertx = vertx;
        this.delay = delay;
    }

    /** Its arguments are the port, and the delay before each reply in milliseconds. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        listen(vertx, Integer.parseInt(args[0]), Long.parseLong(args[1]))
                .onSuccess(server -> System.out.println("Listening on port " + server.actualPort()))
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    vertx.close();
                });
    }

    static Future<NetServer> listen(Vertx vertx, int port, long delay) {
        TextbookServer server = new TextbookServer(vertx, delay);
        return vertx.createNetServer().connectHandler(server::welcome).listen(port, "127.0.0.1");
    }

    private void welcome(NetSocket socket) {
        RecordParser.newDelimited("\n", socket).handler(record -> answer(socket, record));
        socket.write("Welcome!\n");
    }

    private void answer(NetSocket socket, Buffer record) {
        String name = record.toString();
        if (name.equals("exit")) {
            socket.close();
        } else if (delay > 0) {
            vertx.setTimer(delay, timer -> greet(socket, name));
        } else {
            greet(socket, name);
        }
    }

    private static void greet(NetSocket socket, String name) {
        socket.write("Hello, " + name + "!\n");
    }
}
