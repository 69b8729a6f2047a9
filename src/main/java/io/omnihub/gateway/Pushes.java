package io.omnihub.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.omnihub.wire.FrameCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What is on its way to one client. It may come from any thread and is gathered; all that has come together is written
/// at once on the connection's event loop. Nothing is written before the welcome.
final class Pushes {

    private final Channel channel;
    private final FrameCodec codec;
    private final GatewayMeters meters;
    private final Runnable wake;
    private final Queue<Push> pushed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waiting = new AtomicBoolean();

    /// Only the event loop's.
    private boolean greeted;

    /// @param wake has [#drain()] called soon on the event loop
    Pushes(Channel channel, FrameCodec codec, GatewayMeters meters, Runnable wake) {
        this.channel = channel;
        this.codec = codec;
        this.meters = meters;
        this.wake = wake;
    }

    /// Sends a frame soon.
    ///
    /// @param watch which may hold it, or know it already; null where the frame is no entry
    /// @param sequence of the entry
    void push(EncodedFrame frame, @Nullable Watch watch, long sequence) {
        pushed.add(new Push(frame, watch, sequence));
        if (waiting.compareAndSet(false, true)) {
            wake.run();
        }
    }

    /// Sends the welcome, before all that waits.
    void greet(EncodedFrame welcome) {
        greeted = true;
        write(List.of(welcome));
        drain();
    }

    /// Writes all that waits.
    void drain() {
        if (!greeted) {
            return;
        }
        waiting.set(false);
        List<EncodedFrame> all = new ArrayList<>();
        for (Push push = pushed.poll(); push != null; push = pushed.poll()) {
            if (push.watch() == null || push.watch().offer(push.frame(), push.sequence())) {
                all.add(push.frame());
            }
        }
        write(all);
    }

    /// Writes frames now, before what waits.
    void write(List<EncodedFrame> all) {
        if (all.isEmpty() || !channel.isActive()) {
            return;
        }
        int size = 0;
        for (EncodedFrame frame : all) {
            size += frame.size(codec);
        }
        ByteBuf buffer = channel.alloc().ioBuffer(size);
        all.forEach(frame -> frame.write(codec, buffer));
        var _ = channel.writeAndFlush(buffer, channel.voidPromise());
        meters.sent(all);
    }

    /// Nobody is there any more to get it.
    void clear() {
        pushed.clear();
    }

    private record Push(EncodedFrame frame, @Nullable Watch watch, long sequence) {}
}
