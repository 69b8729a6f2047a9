package io.omnihub.bench;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One connection of the load: a request at a time, the others wait behind it.
final class Lane extends SimpleChannelInboundHandler<HttpObject> {

    private final Bootstrap bootstrap;
    private final Deque<Due> waiting = new ArrayDeque<>();
    private final StringBuilder body = new StringBuilder();
    private @Nullable Channel channel;
    private @Nullable Run run;
    private @Nullable Due current;
    private boolean ready;
    private int status;

    Lane(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    ChannelFuture connect() {
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline().addLast(new HttpResponseDecoder(), Lane.this);
                    }
                })
                .connect();
    }

    /// One pipeline after the other uses it.
    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        ready = true;
        nextIfIdle();
    }

    /// The server ends a connection after some number of requests.
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ready = false;
        if (current != null) {
            status = 0;
            answered();
        }
        if (!context.executor().isShuttingDown()) {
            var _ = connect();
        }
    }

    void begin(Run next) {
        requireNonNull(channel).eventLoop().execute(() -> {
            waiting.clear();
            run = next;
        });
    }

    void add(Callbacks.Request request, long intended) {
        waiting.add(new Due(request, intended));
    }

    void nextIfIdle() {
        if (current == null && ready && run != null) {
            next(run);
        }
    }

    private void next(Run running) {
        Due due = System.nanoTime() < running.end() ? waiting.poll() : null;
        if (due != null) {
            current = due.intended() == 0 ? new Due(due.request(), System.nanoTime()) : due;
            var _ = requireNonNull(channel)
                    .writeAndFlush(Unpooled.wrappedBuffer(due.request().bytes()));
        } else if (!running.open()) {
            run = null;
            running.done().countDown();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpResponse response) {
            status = response.status().code();
            ready = HttpUtil.isKeepAlive(response);
            body.setLength(0);
        }
        if (part instanceof HttpContent content) {
            body.append(content.content().toString(StandardCharsets.UTF_8));
        }
        if (part instanceof LastHttpContent && current != null) {
            answered();
            nextIfIdle();
        }
    }

    private void answered() {
        Run running = requireNonNull(run);
        Due due = requireNonNull(current);
        current = null;
        HttpLoad.Result result = running.result();
        result.latencies.recordValue(
                Math.min((System.nanoTime() - due.intended()) / 1000, result.latencies.getHighestTrackableValue()));
        if (status == 200 && body.toString().equals(due.request().answer())) {
            result.accepted.set(Math.toIntExact(due.request().id()));
        } else {
            result.refused.merge(status, 1, Integer::sum);
        }
        if (running.open()) {
            running.done().countDown();
        }
    }

    /// A load that begins with every connection idle.
    record Run(HttpLoad.Result result, CountDownLatch done, long end, boolean open) {}

    private record Due(Callbacks.Request request, long intended) {}
}
