package io.omnihub.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection unless this handler is removed in time, however busily it sends.
final class Deadline extends ChannelInboundHandlerAdapter {

    private final Duration within;
    private @Nullable Future<?> end;

    Deadline(Duration within) {
        this.within = within;
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
    public void handlerRemoved(ChannelHandlerContext context) {
        if (end != null) {
            end.cancel(false);
        }
    }
}
