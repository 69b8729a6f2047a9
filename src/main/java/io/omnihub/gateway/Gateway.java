package io.omnihub.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.omnihub.log.LogFeed;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.SmartLifecycle;

/// Listens for WebSockets.
public final class Gateway implements SmartLifecycle {

    /// Bytes of the largest frame that is taken, in all its fragments.
    public static final int LARGEST_FRAME = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int MOST_PENDING = 1024 * 1024;
    private static final int BACKLOG = 4_096;
    private static final Duration CHANGES_EVERY = Duration.ofMillis(250);
    private static final Duration WITHOUT_CHANGES = Duration.ofMinutes(1);
    private static final Duration AGENTS_EVERY = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Services services;
    private final Entrance entrance;
    private final InetAddress address;
    private @Nullable EventLoopGroup acceptor;
    private @Nullable EventLoopGroup loops;
    private @Nullable Channel server;
    private final Loop changes;
    private final Loop agents;

    Gateway(Services services, Entrance entrance, InetAddress address, LogFeed feed, Loops loops) {
        this.services = services;
        this.entrance = entrance;
        this.address = address;
        this.changes = loops.loop("gateway-changes", this::tellChanges).every(Duration.ZERO, WITHOUT_CHANGES);
        services.audiences().onChange(changes::wake);
        this.agents =
                loops.loop("gateway-agents", services.presences()::tellAgain).every(AGENTS_EVERY);
        feed.listen(entries -> {
            services.topics().publish(entries);
            services.audiences().publish(entries);
        });
    }

    /// The port it listens on.
    public int port() {
        Channel listening = server;
        if (listening == null) {
            throw new IllegalStateException("The gateway does not listen");
        }
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void start() {
        EventLoopGroup accepting = group("gateway-accept", 1);
        EventLoopGroup serving = group("gateway", Runtime.getRuntime().availableProcessors());
        acceptor = accepting;
        loops = serving;
        Map<EventLoop, Outbox> outboxes = new HashMap<>();
        serving.forEach(executor -> outboxes.put((EventLoop) executor, new Outbox((EventLoop) executor)));
        Channel listening = bind(new ServerBootstrap()
                .group(accepting, serving)
                .channel(channelType())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(MOST_PENDING / 2, MOST_PENDING))
                .childHandler(new Connections(services, entrance, outboxes)));
        server = listening;
        changes.start();
        agents.start();
        LOG.info("The WebSocket gateway listens at {}", listening.localAddress());
    }

    /// Sends the clients away, and tells them when to come back.
    @Override
    public void stop() {
        entrance.close();
        Channel listening = server;
        server = null;
        if (listening != null) {
            listening.close().syncUninterruptibly();
        }
        String spread = Long.toString(services.properties().restartSpread().toMillis());
        services.connections().forEach(socket -> socket.end(CloseCode.RESTART, spread));
        awaitFarewell();
        changes.stop();
        agents.stop();
        stop(loops);
        stop(acceptor);
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /// With the web server: before it at the end, so that the engine still takes what is on its way.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 512;
    }

    /// At once, and then what has come together in a moment.
    private void tellChanges() throws InterruptedException {
        services.audiences().tell();
        Thread.sleep(CHANGES_EVERY);
    }

    private Channel bind(ServerBootstrap bootstrap) {
        int port = services.properties().port();
        ChannelFuture bound = bootstrap.bind(address, port).awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            stop(loops);
            stop(acceptor);
            throw Objects.toString(failure.getMessage(), "").contains("in use")
                    ? new PortInUseException(port, failure)
                    : new IllegalStateException(
                            "omnihub.gateway.port: can't listen at " + address + ":" + port, failure);
        }
        return bound.channel();
    }

    private void awaitFarewell() {
        long end = System.nanoTime() + FAREWELL.toNanos();
        while (services.connections().size() > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static EventLoopGroup group(String name, int threads) {
        var factory = new DefaultThreadFactory(name);
        var io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, factory, io);
    }

    private static Class<? extends ServerChannel> channelType() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private static void stop(@Nullable EventLoopGroup group) {
        if (group != null) {
            group.shutdownGracefully(0, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .syncUninterruptibly();
        }
    }
}
