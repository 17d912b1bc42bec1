package dev.parley.testkit;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network that spoils what goes through it, between a client and a server on 127.0.0.1. Where there is no fault it is a
 * faithful one: bytes, FIN and RST go on as they come, and who does not read is not read from.
 *
 * <pre>
 * client ◄──► FaultProxy ◄──► server       up: what the client says     down: what the server says
 * </pre>
 */
public final class FaultProxy implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Fault> up;
    private final List<Fault> down;
    private final int port;

    public FaultProxy(int server, List<Fault> up, List<Fault> down) throws InterruptedException {
        this.up = up;
        this.down = down;
        ServerBootstrap listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        join(client, server);
                    }
                });
        port = ((InetSocketAddress)
                        listener.bind("127.0.0.1", 0).sync().channel().localAddress())
                .getPort();
    }

    /** The same faults in both directions. */
    public static FaultProxy both(int server, Fault... faults) throws InterruptedException {
        return new FaultProxy(server, List.of(faults), List.of(faults));
    }

    /** Faults in what the client says. */
    public static FaultProxy up(int server, Fault... faults) throws InterruptedException {
        return new FaultProxy(server, List.of(faults), List.of());
    }

    /** Faults in what the server says. */
    public static FaultProxy down(int server, Fault... faults) throws InterruptedException {
        return new FaultProxy(server, List.of(), List.of(faults));
    }

    public int port() {
        return port;
    }

    /** A client of its own. */
    public Peer peer() throws IOException {
        return Peer.connect(port);
    }

    private void join(SocketChannel client, int server) {
        Flow in = new Flow(up, client);
        Flow out = new Flow(down, (SocketChannel) new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .register()
                .channel());
        in.joins(out);
        out.joins(in);
        out.from.connect(new InetSocketAddress("127.0.0.1", server)).addListener(connected -> {
            if (connected.isSuccess()) {
                in.goOn();
                out.goOn();
            } else {
                client.close();
            }
        });
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** One direction of one connection. A piece goes on when the one before it has gone, and only then more is read. */
    static final class Flow extends ChannelInboundHandlerAdapter {
        private final List<Fault> faults;
        private final SocketChannel from;
        private Flow back;
        private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
        private long passed;
        private boolean ended;

        private Flow(List<Fault> faults, SocketChannel from) {
            this.faults = faults;
            this.from = from;
        }

        private void joins(Flow back) {
            this.back = back;
            from.config().setAutoRead(false).setOption(ChannelOption.TCP_NODELAY, true);
            from.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            from.pipeline().addLast(this);
        }

        private void goOn() {
            for (Fault fault : faults) {
                if (fault.piece(passed) <= 0) {
                    fault.strike(this);
                    return;
                }
            }
            if (waiting.isReadable()) {
                // Even without a delay a piece has a turn of the loop to itself, so that others come in between.
                long delay = faults.stream()
                        .mapToLong(fault -> fault.delay().toNanos())
                        .sum();
                from.eventLoop().schedule(this::passPiece, delay, TimeUnit.NANOSECONDS);
            } else {
                from.read();
            }
        }

        private void passPiece() {
            long most = faults.stream()
                    .mapToLong(fault -> fault.piece(passed))
                    .min()
                    .orElse(Long.MAX_VALUE);
            int length = (int) Math.min(most, waiting.readableBytes());
            passed += length;
            ByteBuf piece = waiting.readRetainedSlice(length);
            if (!waiting.isReadable()) {
                waiting.release();
                waiting = Unpooled.EMPTY_BUFFER;
            }
            back.from.writeAndFlush(piece).addListener(gone -> {
                if (gone.isSuccess()) {
                    goOn();
                }
            });
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ByteBuf read = (ByteBuf) bytes;
            byte[] kept = ByteBufUtil.getBytes(read); // the loop's end may leave it here, where nobody would release it
            read.release();
            if (!ended) {
                waiting = Unpooled.wrappedBuffer(kept);
                goOn();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                end();
            }
        }

        /** A FIN for who is listening; whatever else is said goes nowhere. */
        void end() {
            ended = true;
            back.from.shutdownOutput();
            from.config().setAutoRead(true);
            if (back.ended) {
                from.close();
                back.from.close();
            }
        }

        /** An RST for both. */
        void reset() {
            for (SocketChannel channel : List.of(from, back.from)) {
                if (channel.isOpen()) {
                    channel.config().setSoLinger(0);
                    channel.close();
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            reset();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            waiting.release();
            waiting = Unpooled.EMPTY_BUFFER;
            back.from.close();
        }
    }
}
