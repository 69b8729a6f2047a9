package io.omnihub.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// An HTTP client for load: some connections that are kept open, all on one thread, so that it needs little of the CPU.
final class HttpLoad implements AutoCloseable {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Lane> lanes = new ArrayList<>();

    HttpLoad(int connections, int port) {
        Bootstrap bootstrap =
                new Bootstrap().group(loop).channel(NioSocketChannel.class).remoteAddress("127.0.0.1", port);
        for (int i = 0; i < connections; i++) {
            Lane lane = new Lane(bootstrap);
            lanes.add(lane);
            lane.connect().syncUninterruptibly();
        }
    }

    /// Closed loop: each connection sends its next request when the last was answered, until the time is over.
    Result closed(List<Callbacks.Request> requests, Duration time) throws InterruptedException {
        return run(requests, time, new CountDownLatch(lanes.size()), 0);
    }

    /// Open loop: requests are sent at a rate whatever the answers do, and the time of each counts from the moment at
    /// which it should have been sent.
    Result open(List<Callbacks.Request> requests, int perSecond) throws InterruptedException {
        return run(requests, Duration.ofDays(1), new CountDownLatch(requests.size()), perSecond);
    }

    private Result run(List<Callbacks.Request> requests, Duration time, CountDownLatch done, int perSecond)
            throws InterruptedException {
        Result result = new Result();
        long begin = System.nanoTime();
        for (Lane lane : lanes) {
            lane.begin(new Lane.Run(result, done, begin + time.toNanos(), perSecond > 0));
        }
        if (perSecond == 0) {
            loop.submit(() -> {
                        requests.forEach(request -> lanes.get(request.lane()).add(request, 0));
                        lanes.forEach(Lane::nextIfIdle);
                    })
                    .sync();
        } else {
            pace(requests, begin, 1_000_000_000L / perSecond);
        }
        done.await();
        result.nanos = System.nanoTime() - begin;
        return result;
    }

    private void pace(List<Callbacks.Request> requests, long begin, long gap) {
        long due = begin;
        for (Callbacks.Request request : requests) {
            due += gap;
            long intended = due;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            loop.execute(() -> {
                Lane lane = lanes.get(request.lane());
                lane.add(request, intended);
                lane.nextIfIdle();
            });
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully().syncUninterruptibly();
    }

    /// What came of a run; written by the one thread of the client.
    static final class Result {

        final Histogram latencies = new Histogram(60_000_000L, 3);
        final BitSet accepted = new BitSet();

        /// How many were answered otherwise, by their status.
        final Map<Integer, Integer> refused = new TreeMap<>();

        long nanos;

        int count() {
            return accepted.cardinality();
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }
    }
}
