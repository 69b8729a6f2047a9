package io.omnihub.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.omnihub.bound.Holdings;

/// Counts what has arrived of a frame that is not complete yet: its bytes are kept until it is, or its connection ends.
final class Arrivals extends ChannelInboundHandlerAdapter {

    private final Socket socket;
    private final Holdings.Hold hold;
    private int bytes;
    private long since;
    private boolean held;
    private boolean fragmented;

    /// @param hold on bytes that wait
    Arrivals(Socket socket, Holdings.Hold hold) {
        this.socket = socket;
        this.hold = hold;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf buffer) {
            bytes += buffer.readableBytes();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (bytes > 0 && !socket.isOver()) {
            if (since == 0) {
                since = System.nanoTime();
            }
            held = true;
            int arrived = bytes;
            bytes = 0;
            if (!hold.more(arrived)) {
                socket.close(CloseCode.TOO_MANY, "Too much waits to be completed.");
            }
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        hold.close();
    }

    /// A frame has come. One of control may come between the fragments of another.
    void frame(WebSocketFrame frame) {
        boolean control = frame instanceof PingWebSocketFrame
                || frame instanceof PongWebSocketFrame
                || frame instanceof CloseWebSocketFrame;
        if (!control) {
            fragmented = !frame.isFinalFragment();
        }
        if (!fragmented) {
            complete();
        }
    }

    private void complete() {
        bytes = 0;
        since = 0;
        if (held) {
            held = false;
            hold.close();
        }
    }

    /// Whether a frame has been coming for longer than this.
    boolean isLate(long now, long nanos) {
        return since != 0 && now - since > nanos;
    }
}
