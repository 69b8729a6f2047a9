package io.omnihub.frames;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.bytes.ByteArrayDecoder;
import io.netty.handler.codec.bytes.ByteArrayEncoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.omnihub.bound.Addresses;
import io.omnihub.bound.Holdings;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Stands in a connection's pipeline for the handlers that cut its bytes into messages, which are made for each
/// connection: Camel shares what its endpoints name by `#`.
@ChannelHandler.Sharable
final class FrameHandler extends ChannelHandlerAdapter {

    /// So much is read before the route gets it: small messages take much more than their bytes.
    private static final int AT_ONCE = 2048;

    private final FramesProperties properties;
    private final Supplier<List<ChannelHandler>> framing;
    private final Holdings places;
    private final Refusals refusals;

    /// @param places   for connections, shared by all kinds of frames
    /// @param refusals of connections, as well
    /// @param framing  makes buffers of bytes into buffers of one message, and back
    FrameHandler(
            FramesProperties properties, Holdings places, Refusals refusals, Supplier<List<ChannelHandler>> framing) {
        this.properties = properties;
        this.places = places;
        this.refusals = refusals;
        this.framing = framing;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Optional<Holdings.Hold> place = places.take(who(context.channel().remoteAddress()));
        place.ifPresent(held -> context.channel().closeFuture().addListener(_ -> held.close()));
        if (place.isEmpty()) {
            refusals.full(context);
            return;
        }
        context.channel()
                .config()
                .setAutoRead(false)
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, AT_ONCE, AT_ONCE).maxMessagesPerRead(1));
        List<ChannelHandler> handlers = new ArrayList<>(framing.get());
        handlers.add(new OneByOne());
        // Bytes that never become a message are no sign of life, nor is what waits because its answers are not read.
        handlers.add(new ReadTimeoutHandler(properties.idle().toMillis(), TimeUnit.MILLISECONDS));
        handlers.add(new ByteArrayDecoder());
        handlers.add(new ByteArrayEncoder());
        handlers.add(refusals);
        ChannelPipeline pipeline = context.pipeline();
        String before = context.name();
        for (ChannelHandler handler : handlers) {
            String name = context.name() + "-" + handler.getClass().getSimpleName();
            pipeline.addAfter(before, name, handler);
            before = name;
        }
    }

    private static String who(SocketAddress remote) {
        return remote instanceof InetSocketAddress address && address.getAddress() != null
                ? Addresses.group(address.getAddress())
                : remote.toString();
    }
}
