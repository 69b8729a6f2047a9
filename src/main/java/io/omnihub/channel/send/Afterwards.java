package io.omnihub.channel.send;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does behind the sending what belongs to it and may be lost, such as a copy for the sender: it neither delays what
/// was sent nor has it sent again. Each inbox has a line of its own, on a virtual thread, so that one whose platform
/// hangs holds up no other. It lies in memory alone.
public final class Afterwards implements AutoCloseable {

    /// So many wait in all lines together.
    private static final int MOST = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// A line is woken where there is something to do.
    private static final Duration REST = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Afterwards.class);

    private final Loops loops;
    private final int most;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MOST);
    private volatile boolean closed;

    /// @param most wait in one line
    public Afterwards(Loops loops, int most) {
        this.loops = loops;
        this.most = most;
    }

    /// Has a task done, which has to end by itself.
    ///
    /// @param name of the line: what is done, and for which inbox
    /// @return whether there was room for it
    public boolean accepts(String name, Runnable task) {
        if (closed || !room.tryAcquire()) {
            return false;
        }
        boolean taken = lines.computeIfAbsent(name, Line::new).add(task);
        if (!taken) {
            room.release();
        }
        return taken;
    }

    /// What is being done has a moment; what waits is lost.
    @Override
    public void close() {
        closed = true;
        long until = System.nanoTime() + PATIENCE.toNanos();
        lines.values().forEach(line -> line.end(Duration.ofNanos(Math.max(0, until - System.nanoTime()))));
    }

    /// What waits for one inbox, and the loop that does it.
    private final class Line {

        private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(most);
        private final Loop loop;

        private Line(String name) {
            loop = loops.loop(name, this::work).every(Duration.ZERO, REST).virtual();
            loop.start();
        }

        private boolean add(Runnable task) {
            boolean added = waiting.offer(task);
            loop.wake();
            return added;
        }

        private void work() {
            while (!closed) {
                Runnable task = waiting.poll();
                if (task == null) {
                    return;
                }
                try {
                    task.run();
                } finally {
                    room.release();
                }
            }
        }

        private void end(Duration patience) {
            loop.stop(patience);
            if (!waiting.isEmpty()) {
                LOG.warn("{} tasks of {} were not done before the hub ended", waiting.size(), loop.name());
            }
        }
    }
}
