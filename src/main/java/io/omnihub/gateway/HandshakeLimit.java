package io.omnihub.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection unless this handler is removed in time, however busily it sends, and one that sends more than a
/// request needs.
final class HandshakeLimit extends ChannelInboundHandlerAdapter {

    private final Duration within;
    private int left;
    private @Nullable Future<?> end;

    /// @param most bytes until it is removed
    HandshakeLimit(Duration within, int most) {
        this.within = within;
        this.left = most;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        end = context.executor()
                .schedule(
                        () -> {
                            var _ = context.close();
                        },
                        within.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        left -= message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (left < 0) {
            ReferenceCountUtil.release(message);
            var _ = context.close();
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (end != null) {
            end.cancel(false);
        }
    }
}
