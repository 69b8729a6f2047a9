package io.omnihub.gateway;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The connections of one event loop: gathers those that have something to send, so that each is written and flushed
/// once for all that has come together, and looks after their deadlines.
final class Outbox {

    private static final int TICK_MILLIS = 250;

    private final EventLoop loop;
    private final Queue<Socket> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /// Only the event loop's.
    private final Set<Socket> sockets = new HashSet<>();
    private boolean ticking;

    Outbox(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    void add(Socket socket) {
        sockets.add(socket);
        if (!ticking) {
            ticking = true;
            tickLater();
        }
    }

    void remove(Socket socket) {
        sockets.remove(socket);
    }

    /// Has a connection written soon.
    void wake(Socket socket) {
        waiting.add(socket);
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        for (Socket socket = waiting.poll(); socket != null; socket = waiting.poll()) {
            guarded(socket, socket::drain);
        }
    }

    private void tickLater() {
        var _ = loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        ticking = !sockets.isEmpty();
        if (!ticking) {
            return;
        }
        tickLater();
        long now = System.nanoTime();
        for (Socket socket : Set.copyOf(sockets)) {
            guarded(socket, () -> socket.tick(now));
        }
    }

    /// A fault with one connection must not stop the others.
    private static void guarded(Socket socket, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            socket.fail(e);
        }
    }
}
