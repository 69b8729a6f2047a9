package io.omnihub.drill;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// Many people at their sockets, all moved by one thread. Whose connection breaks comes back after a moment, to the
/// next of the hubs.
final class Crowd implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST_FRAME = 1 << 20;
    private static final int SMALL_BUFFER = 1 << 14;
    private static final int LONGEST_ABSENCE_MILLIS = 300;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Witness witness;
    private final List<Integer> ports;
    private final List<Long> millisToAgent = new ArrayList<>();
    private boolean going = true;
    private int next;

    /// @param ports where the gateways of the hubs listen
    Crowd(Witness witness, List<Integer> ports) {
        this.witness = witness;
        this.ports = ports;
    }

    Witness witness() {
        return witness;
    }

    /// Connects somebody for as long as the crowd is there.
    void join(Person person) {
        after(0, () -> connect(person));
    }

    /// Does something on the thread of all, after some milliseconds.
    void after(long millis, Runnable action) {
        var _ = loop.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    /// Asks something on the thread of all.
    <T> T ask(Callable<T> question) {
        return loop.submit(question).syncUninterruptibly().getNow();
    }

    /// Notes how long a visitor's message took to the agent.
    void arrived(Word message) {
        witness.saidAt(message)
                .ifPresent(said ->
                        millisToAgent.add(Duration.between(said, Instant.now()).toMillis()));
    }

    /// The time within which so many of a hundred messages reached the agent, in milliseconds.
    long millisToAgent(int percent) {
        List<Long> sorted = ask(() -> millisToAgent.stream().sorted().toList());
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
    }

    private void connect(Person person) {
        if (!going) {
            return;
        }
        int port = ports.get(next++ % ports.size());
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                // An end without a word, as when a cable is pulled.
                .option(ChannelOption.SO_LINGER, 0)
                // Who does not read shall soon be a burden.
                .option(ChannelOption.SO_RCVBUF, SMALL_BUFFER)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(LARGEST_FRAME),
                                        new WebSocketClientProtocolHandler(handshake(port, person.path())),
                                        new Line(person));
                    }
                })
                .connect("127.0.0.1", port)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        comeBack(person);
                    }
                });
    }

    private void comeBack(Person person) {
        after(ThreadLocalRandom.current().nextInt(LONGEST_ABSENCE_MILLIS), () -> connect(person));
    }

    private static WebSocketClientProtocolConfig handshake(int port, String path) {
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(URI.create("ws://127.0.0.1:" + port + path))
                .subprotocol("omnihub.v1.json")
                .customHeaders(new DefaultHttpHeaders())
                .maxFramePayloadLength(LARGEST_FRAME)
                .build();
    }

    /// Nobody comes back any more.
    void disperse() {
        ask(() -> going = false);
    }

    @Override
    public void close() {
        disperse();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// One connection of a person's.
    private final class Line extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private final Person person;

        Line(Person person) {
            this.person = person;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                person.opened(context.channel());
            } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
                var _ = context.close();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) throws IOException {
            person.frame(context.channel(), JSON.readTree(frame.text()));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            Channel channel = context.channel();
            person.gone(channel);
            comeBack(person);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
