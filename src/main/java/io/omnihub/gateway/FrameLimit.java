package io.omnihub.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/// Counts every frame, fragments and pings too, before anything is done for it.
final class FrameLimit extends ChannelInboundHandlerAdapter {

    private final Allowance allowance;
    private final Socket socket;

    FrameLimit(Allowance allowance, Socket socket) {
        this.allowance = allowance;
        this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            if (socket.isOver() || !allowance.take(System.nanoTime())) {
                ReferenceCountUtil.release(message);
                socket.close(CloseCode.TOO_MANY, "Too many frames.");
                return;
            }
            socket.arriving(frame.isFinalFragment());
        }
        context.fireChannelRead(message);
    }
}
