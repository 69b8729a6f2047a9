package io.omnihub.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// Answers a connection that there is no place for, whatever it wants, as far as the other side still reads it.
final class NoEntry extends ChannelInboundHandlerAdapter {

    private final String status;

    NoEntry(String status) {
        this.status = status;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String answer = "HTTP/1.1 " + status + "\r\nRetry-After: " + HandshakeHandler.RETRY_SECONDS
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        context.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
