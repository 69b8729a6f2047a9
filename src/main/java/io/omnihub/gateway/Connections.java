package io.omnihub.gateway;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.omnihub.bound.Holdings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Prepares each connection for its one HTTP request.
final class Connections extends ChannelInitializer<SocketChannel> {

    /// The handler that cuts a request which does not come in time.
    static final String DEADLINE = "deadline";

    private static final int LARGEST_REQUEST = 1_024;

    /// Of the body nothing is wanted; the rest is the header.
    private static final int MOST_BYTES = 32 * 1024;

    private final Services services;
    private final Entrance entrance;
    private final Map<EventLoop, Outbox> outboxes;

    Connections(Services services, Entrance entrance, Map<EventLoop, Outbox> outboxes) {
        this.services = services;
        this.entrance = entrance;
        this.outboxes = outboxes;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Optional<Holdings.Hold> hold = services.connections().enter(channel, entrance.direct(channel.remoteAddress()));
        if (hold.isEmpty()) {
            channel.config().setAutoRead(false);
            channel.pipeline()
                    .addLast(new NoEntry(
                            services.connections().isFull() ? "503 Service Unavailable" : "429 Too Many Requests"));
            return;
        }
        Outbox outbox = Objects.requireNonNull(outboxes.get(channel.eventLoop()));
        channel.pipeline()
                .addLast(DEADLINE, new HandshakeLimit(services.properties().helloWithin(), MOST_BYTES))
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(LARGEST_REQUEST))
                .addLast(new HandshakeHandler(services, entrance, outbox, hold.get()));
    }
}
