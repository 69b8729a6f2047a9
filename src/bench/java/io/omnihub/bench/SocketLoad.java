package io.omnihub.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Visitors and agents at the sockets of a server, all on one thread, so that they need little of the CPU. Each agent
/// answers the visitors whose number is his modulo the number of agents.
final class SocketLoad implements AutoCloseable {

    /// Characters of a message.
    static final int TEXT = 200;

    private static final int LARGEST_FRAME = 1 << 20;
    private static final long PATIENCE_SECONDS = 60;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Dialect dialect;
    private final Channel[] visitors;
    private final Channel[] agents;
    private final long[] sentAt;
    private final int[] numbers;
    private Result result = new Result();
    private long until;

    SocketLoad(Dialect dialect, int port, int visitors, int agents) throws InterruptedException {
        this.dialect = dialect;
        this.visitors = new Channel[visitors];
        this.agents = new Channel[agents];
        this.sentAt = new long[visitors];
        this.numbers = new int[visitors];
        for (int i = 0; i < agents; i++) {
            this.agents[i] = connect(port, true, i);
        }
        for (int i = 0; i < visitors; i++) {
            this.visitors[i] = connect(port, false, i);
        }
    }

    private Channel connect(int port, boolean agent, int number) throws InterruptedException {
        CountDownLatch welcome = new CountDownLatch(1);
        String hello = dialect.hello(agent, number);
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new FlushConsolidationHandler(256, true),
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(LARGEST_FRAME),
                                        new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                                                .webSocketUri(
                                                        URI.create("ws://127.0.0.1:" + port + dialect.path(agent)))
                                                .subprotocol(dialect.subprotocol())
                                                .customHeaders(new DefaultHttpHeaders())
                                                .maxFramePayloadLength(LARGEST_FRAME)
                                                .build()),
                                        new Line(agent, number, hello, welcome));
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
        if (!welcome.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException((agent ? "agent " : "visitor ") + number + " was not welcomed");
        }
        return channel;
    }

    /// Closed loop: each visitor says the next when the last was answered.
    Result closed(Duration time) throws InterruptedException {
        Result run = begin(time);
        long begun = System.nanoTime();
        loop.execute(() -> {
            for (int visitor = 0; visitor < visitors.length; visitor++) {
                say(visitor, System.nanoTime());
            }
        });
        return end(run, begun);
    }

    /// Open loop: messages are sent at a rate whatever the answers do, and the time of each counts from the moment at
    /// which it should have been sent. A visitor whose last message is not answered yet is passed over.
    Result open(int perSecond, Duration time) throws InterruptedException {
        Result run = begin(Duration.ZERO);
        long begun = System.nanoTime();
        long gap = 1_000_000_000L / perSecond;
        long count = perSecond * time.toSeconds();
        for (long i = 0; i < count; i++) {
            long due = begun + i * gap;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int visitor = (int) (i % visitors.length);
            loop.execute(() -> {
                if (sentAt[visitor] == 0) {
                    say(visitor, due);
                } else {
                    run.passedOver++;
                }
            });
        }
        return end(run, begun);
    }

    private Result begin(Duration time) throws InterruptedException {
        Result run = new Result();
        loop.submit(() -> {
                    result = run;
                    until = System.nanoTime() + time.toNanos();
                })
                .sync();
        return run;
    }

    private Result end(Result run, long begun) throws InterruptedException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS) + Math.max(0, until - begun);
        while (isGoing(run)) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException(run.open + " messages were never answered");
            }
            LockSupport.parkNanos(1_000_000);
        }
        run.nanos = System.nanoTime() - begun;
        return run;
    }

    private boolean isGoing(Result run) throws InterruptedException {
        return loop.submit(() -> run.open > 0 || System.nanoTime() < until)
                .sync()
                .getNow();
    }

    private void say(int visitor, long due) {
        result.open++;
        sentAt[visitor] = due;
        Marker marker = new Marker(false, visitor, ++numbers[visitor]);
        var _ = visitors[visitor].writeAndFlush(
                new TextWebSocketFrame(dialect.frame(marker)), visitors[visitor].voidPromise());
    }

    private void heard(boolean agent, int number, Marker marker) {
        if (agent && !marker.answer()) {
            result.latencies.recordValue(Math.max(0, (System.nanoTime() - sentAt[marker.visitor()]) / 1_000));
            var _ = agents[number].writeAndFlush(
                    new TextWebSocketFrame(dialect.frame(new Marker(true, marker.visitor(), marker.number()))),
                    agents[number].voidPromise());
        } else if (!agent && marker.answer() && marker.number() == numbers[number]) {
            result.open--;
            result.exchanges++;
            sentAt[number] = 0;
            if (System.nanoTime() < until) {
                say(number, System.nanoTime());
            }
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// What came of a run; written by the one thread of the clients.
    static final class Result {

        final Histogram latencies = new Histogram(120_000_000L, 3);
        long exchanges;
        int open;
        int passedOver;
        long nanos;

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    private final class Line extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private final boolean agent;
        private final int number;
        private final String hello;
        private final CountDownLatch welcome;

        Line(boolean agent, int number, String hello, CountDownLatch welcome) {
            this.agent = agent;
            this.number = number;
            this.hello = hello;
            this.welcome = welcome;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                var _ = context.writeAndFlush(new TextWebSocketFrame(hello));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            if (welcome.getCount() > 0) {
                for (String next : dialect.afterWelcome(agent, number)) {
                    var _ = context.write(new TextWebSocketFrame(next));
                }
                context.flush();
                welcome.countDown();
                return;
            }
            Marker marker = Marker.in(frame.content());
            if (marker != null) {
                heard(agent, number, marker);
            }
        }
    }
}
