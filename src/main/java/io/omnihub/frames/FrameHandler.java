package io.omnihub.frames;

import io.netty.channel.ChannelFutureListener;
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

    private final FramesProperties properties;
    private final Supplier<List<ChannelHandler>> framing;
    private final Holdings places;

    /// @param places  for connections, shared by all kinds of frames
    /// @param framing makes buffers of bytes into buffers of one message, and back
    FrameHandler(FramesProperties properties, Holdings places, Supplier<List<ChannelHandler>> framing) {
        this.properties = properties;
        this.places = places;
        this.framing = framing;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Optional<Holdings.Hold> place = places.take(who(context.channel().remoteAddress()));
        place.ifPresent(held -> context.channel().closeFuture().addListener(_ -> held.close()));
        if (place.isEmpty()) {
            context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            return;
        }
        List<ChannelHandler> handlers = new ArrayList<>(framing.get());
        // Behind the frames: bytes that never become a message are no sign of life.
        handlers.add(new ReadTimeoutHandler(properties.idle().toMillis(), TimeUnit.MILLISECONDS));
        handlers.add(new ByteArrayDecoder());
        handlers.add(new ByteArrayEncoder());
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
