package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A peer made of one plain socket; each read has a deadline. */
public final class Peer implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 30_000;

    private final Socket socket;

    /** What is below TLS; the same where there is none. */
    private final Socket tcp;

    Peer(Socket socket) throws IOException {
        this(socket, socket);
    }

    private Peer(Socket socket, Socket tcp) throws IOException {
        this.socket = socket;
        this.tcp = tcp;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MILLIS);
    }

    public static Peer connect(int port) throws IOException {
        return connect("127.0.0.1", port);
    }

    public static Peer connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), DEADLINE_MILLIS);
        return new Peer(socket);
    }

    /**
     * Whether nobody listens there any more. Where somebody does, it waits for their first word, so that to ask again and
     * again is no busy loop.
     */
    public static boolean refusedAt(int port) throws IOException {
        try (Peer peer = connect(port)) {
            peer.reads(1);
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (SocketException reset) { // at the last moment, and not by somebody who has said a word
            return false;
        }
    }

    /** Whether anything has come that was not read. */
    public boolean isTold() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Connects from an address of its own, such as 127.0.0.2. */
    public static Peer from(String address, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), DEADLINE_MILLIS);
        return new Peer(socket);
    }

    /** One that will not read, and whose kernel keeps little for it meanwhile. */
    public static Peer deaf(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", port), DEADLINE_MILLIS);
        return new Peer(socket);
    }

    /** Over TLS, after the handshake; {@code name} is the server's. */
    public static Peer tls(SSLContext tls, String name, int port, String... versions) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress("127.0.0.1", port), DEADLINE_MILLIS);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, name, port, true);
        Peer peer = new Peer(socket, plain);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.startHandshake();
        return peer;
    }

    public Peer says(String text) throws IOException {
        return says(text.getBytes(StandardCharsets.UTF_8));
    }

    public Peer says(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Reads just as many bytes as {@code expected} has, and compares. */
    public Peer hears(String expected) throws IOException {
        int length = expected.getBytes(StandardCharsets.UTF_8).length;
        assertThat(new String(reads(length), StandardCharsets.UTF_8)).isEqualTo(expected);
        return this;
    }

    public byte[] reads(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    /** Everything up to the other side's FIN. */
    public String hearsToTheEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads the other side's FIN, and nothing before it. */
    public Peer hearsTheEnd() throws IOException {
        assertThat(hearsToTheEnd()).isEmpty();
        return this;
    }

    /** Ends this side with a FIN, and can go on reading. */
    public Peer ends() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Ends this side with a FIN, and without the word that TLS has for it. */
    public Peer endsWithoutNotice() throws IOException {
        tcp.shutdownOutput();
        return this;
    }

    /** Ends with an RST. */
    public void resets() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
