package dev.parley.fetch;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback that logs what it is asked for. It looks up names that end in {@code .example} as 127.0.0.1, which
 * nobody else does.
 */
final class LoggingProxy implements AutoCloseable {
    private interface Dialect {
        /** Speaks with the client until it is clear where to go, and goes there. */
        Socket meet(LoggingProxy proxy, Socket client) throws IOException;
    }

    private final ServerSocket listening;
    private final Dialect dialect;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private LoggingProxy(Dialect dialect) throws IOException {
        this.dialect = dialect;
        listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    static LoggingProxy http() throws IOException {
        return new LoggingProxy(LoggingProxy::http);
    }

    static LoggingProxy socks5() throws IOException {
        return new LoggingProxy(LoggingProxy::socks5);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** A line for each request, in the proxy's own words. */
    List<String> log() {
        return log;
    }

    private Socket connect(String host, int port) throws IOException {
        Socket server = new Socket(host.endsWith(".example") ? "127.0.0.1" : host, port);
        sockets.add(server);
        return server;
    }

    private static Socket http(LoggingProxy proxy, Socket client) throws IOException {
        String head = head(client.getInputStream());
        proxy.log.add(head.replace("\r\n", "\n").strip());
        String[] first = head.substring(0, head.indexOf("\r\n")).split(" ");
        if (first[0].equals("CONNECT")) {
            int colon = first[1].lastIndexOf(':');
            Socket server =
                    proxy.connect(first[1].substring(0, colon), Integer.parseInt(first[1].substring(colon + 1)));
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return server;
        }
        URI target = URI.create(first[1]);
        Socket server = proxy.connect(target.getHost(), target.getPort());
        String forwarded = head.replaceFirst(" \\S+ ", " " + target.getRawPath() + " ");
        server.getOutputStream().write(forwarded.getBytes(StandardCharsets.ISO_8859_1));
        return server;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no more than " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static Socket socks5(LoggingProxy proxy, Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readByte(); // version
        in.readNBytes(in.readUnsignedByte()); // methods
        out.write(new byte[] {5, 0});
        in.readNBytes(3); // version, CONNECT, reserved
        int type = in.readByte();
        byte[] address = in.readNBytes(type == 1 ? 4 : type == 4 ? 16 : in.readUnsignedByte());
        String host = type == 3
                ? new String(address, StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(address).getHostAddress();
        int port = in.readUnsignedShort();
        proxy.log.add("CONNECT " + host + ":" + port);
        Socket server = proxy.connect(host, port);
        out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
        return server;
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = dialect.meet(this, client)) {
            start(() -> relay(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One of both has gone.
        }
    }

    private static void relay(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of both has gone.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
