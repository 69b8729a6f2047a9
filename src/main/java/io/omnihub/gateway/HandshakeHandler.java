package io.omnihub.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.omnihub.bound.Holdings;
import io.omnihub.wire.FrameCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes the one HTTP request of a connection: checks it, and makes a WebSocket of it.
final class HandshakeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /// After so long somebody who was refused may come again.
    static final int RETRY_SECONDS = 5;

    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(Gateway.LARGEST_FRAME)
            .withUTF8Validator(false)
            .build();

    private final Services services;
    private final Entrance entrance;
    private final Outbox outbox;
    private final Holdings.Hold hold;

    /// @param hold the place of the connection, by the address from which it comes
    HandshakeHandler(Services services, Entrance entrance, Outbox outbox, Holdings.Hold hold) {
        this.services = services;
        this.entrance = entrance;
        this.outbox = outbox;
        this.hold = hold;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "The request can't be read.");
            return;
        }
        Optional<Endpoint> endpoint = endpoint(request);
        if (endpoint.isEmpty()) {
            refuse(context, HttpResponseStatus.NOT_FOUND, "There is nothing at this path.");
        } else if (!isUpgrade(request)) {
            refuse(context, HttpResponseStatus.UPGRADE_REQUIRED, "This path speaks WebSocket.");
        } else {
            enter(context, request, endpoint.get());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    private void enter(ChannelHandlerContext context, FullHttpRequest request, Endpoint endpoint) {
        Optional<FrameCodec> codec = codec(request);
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        String address = entrance.address(
                context.channel().remoteAddress(), request.headers().getAll("X-Forwarded-For"));
        if (entrance.isClosed()) {
            refuse(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "The hub stops.");
        } else if (codec.isEmpty()) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "Exactly one subprotocol of ours must be offered.");
        } else if (!entrance.allows(endpoint, origin, host)) {
            refuse(context, HttpResponseStatus.FORBIDDEN, "This origin is not allowed.");
        } else if (!isAdmitted(context.channel(), address)) {
            refuse(context, HttpResponseStatus.TOO_MANY_REQUESTS, "Too many connections come from this address.");
        } else {
            open(context, request, new Handshake(endpoint, codec.get(), origin, entrance.isOwn(origin, host), address));
        }
    }

    private void open(ChannelHandlerContext context, FullHttpRequest request, Handshake handshake) {
        Channel channel = context.channel();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshaker13("", handshake.codec().subprotocol(), DECODER);
        Socket socket = new Socket(services, handshake, channel, outbox);
        ChannelFuture answered;
        try {
            answered = handshaker.handshake(channel, request);
        } catch (RuntimeException _) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "The WebSocket's key is missing.");
            return;
        }
        context.pipeline().remove(Connections.DEADLINE);
        context.pipeline().addFirst(socket.arrivals());
        context.pipeline()
                .addLast(new Utf8FrameValidator())
                .addLast(new FrameLimit(services.rates(), socket))
                .addLast(new WebSocketFrameAggregator(Gateway.LARGEST_FRAME))
                .addLast(socket);
        context.pipeline().remove(this);
        services.meters().opened(handshake.endpoint());
        services.connections().add(socket);
        outbox.add(socket);
        answered.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /// A proxy's connection takes the place of whom it speaks for.
    private boolean isAdmitted(Channel channel, String address) {
        if (!entrance.isProxy(channel.remoteAddress())) {
            return true;
        }
        hold.close();
        Optional<Holdings.Hold> own = services.connections().take(address);
        own.ifPresent(taken -> channel.closeFuture().addListener(_ -> taken.close()));
        return own.isPresent();
    }

    private static Optional<Endpoint> endpoint(FullHttpRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        return Arrays.stream(Endpoint.values())
                .filter(endpoint -> endpoint.path().equals(path))
                .findFirst();
    }

    private static boolean isUpgrade(FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && WebSocketVersion.V13
                        .toHttpHeaderValue()
                        .equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
    }

    /// The form that the client speaks, where it offers exactly one of ours.
    private static Optional<FrameCodec> codec(FullHttpRequest request) {
        List<String> offered = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        List<FrameCodec> ours = List.of(FrameCodec.JSON, FrameCodec.PROTOBUF).stream()
                .filter(codec -> offered.contains(codec.subprotocol()))
                .toList();
        return ours.size() == 1 ? Optional.of(ours.getFirst()) : Optional.empty();
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status, String detail) {
        byte[] body = detail.getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)
                || status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
