package io.omnihub.frames;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/// Gives the route a connection's messages one at a time, and reads on only when the route is done with what was read
/// and the caller takes its answers: whoever sends faster than is kept, or reads nothing, waits, and is not kept in
/// memory. Camel hands messages to threads of its own, before which they would pile up else.
final class OneByOne extends ChannelInboundHandlerAdapter {

    private final Queue<Object> waiting = new ArrayDeque<>();
    private boolean busy;

    /// By now the pipeline is whole, so what is added last is behind the route.
    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.pipeline().addLast(new Behind(context));
        context.fireChannelActive();
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        waiting.add(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        next(context);
    }

    /// What came before the caller went was sent to be taken.
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (Object message = waiting.poll(); message != null; message = waiting.poll()) {
            context.fireChannelRead(message);
        }
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    private void next(ChannelHandlerContext context) {
        if (busy || !context.channel().isWritable()) {
            return;
        }
        Object message = waiting.poll();
        if (message == null) {
            context.read();
            return;
        }
        busy = true;
        context.fireChannelRead(message);
        context.fireChannelReadComplete();
    }

    /// Hears of it when the route is done with a message, and when the caller has taken answers.
    private final class Behind extends ChannelInboundHandlerAdapter {

        private final ChannelHandlerContext before;

        private Behind(ChannelHandlerContext before) {
            this.before = before;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            busy = false;
            next(before);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            next(before);
        }
    }
}
