package io.omnihub.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/// Counts every frame, fragments and pings too, before anything is done for it.
final class FrameLimit extends ChannelInboundHandlerAdapter {

    private final FrameRates rates;
    private final Socket socket;

    FrameLimit(FrameRates rates, Socket socket) {
        this.rates = rates;
        this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            Duration wait = socket.isOver() ? Duration.ZERO : rates.take(socket);
            if (socket.isOver() || wait.isPositive()) {
                ReferenceCountUtil.release(message);
                socket.close(CloseCode.TOO_MANY, Long.toString(Math.max(1, wait.toMillis())));
                return;
            }
            socket.heard();
            socket.arrivals().frame(frame);
        }
        context.fireChannelRead(message);
    }
}
