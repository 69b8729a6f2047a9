package io.omnihub.frames;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes connections whose bytes are none of what was agreed. It counts them and leaves the log alone: strangers can
/// have it happen as often as they like.
@ChannelHandler.Sharable
final class Refusals extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final MeterRegistry meters;

    Refusals(MeterRegistry meters) {
        this.meters = meters;
    }

    /// There is no room for another one.
    void full(ChannelHandlerContext context) {
        close(context, "full");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A connection of raw TCP is closed", cause);
        close(context, reason(cause));
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case ReadTimeoutException _ -> "idle";
            case TooLongFrameException _ -> "too_long";
            case DecoderException _ -> "no_frame";
            default -> "broken";
        };
    }

    private void close(ChannelHandlerContext context, String reason) {
        meters.counter("omnihub.frames.closed", "reason", reason).increment();
        var _ = context.close();
    }
}
