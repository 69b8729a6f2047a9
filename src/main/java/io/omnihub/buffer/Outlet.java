package io.omnihub.buffer;

import io.omnihub.buffer.BufferUnavailableException.Reason;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Keeps a line to the broker open: makes a new one in the background when it is lost, and asks every second how many
/// messages lie in the queues, which also shows whether the broker still answers.
final class Outlet implements SmartLifecycle {

    /// After the embedded broker, before everything that hands in or reads.
    static final int PHASE = -900;

    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Broker broker;
    private final List<String> queues;
    private final Map<String, Long> depths = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Semaphore woken = new Semaphore(0);
    private @Nullable SendLine line;
    private String trouble = "the broker was not reached yet";
    private long awaySince;
    private volatile boolean running;
    private final Loop keeper;

    Outlet(Broker broker, List<String> queues, Loops loops) {
        this.broker = broker;
        this.queues = List.copyOf(queues);
        this.keeper = loops.loop("buffer-outlet", this::keep);
    }

    /// @return the open line; waits for one only while the last was lost a moment ago
    SendLine line(Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long patience = patience(deadline);
            while (line == null || line.isLost()) {
                if (!running || patience <= 0) {
                    throw new BufferUnavailableException(Reason.AWAY, "the buffer's broker is away: " + trouble);
                }
                patience = Math.min(changed.awaitNanos(patience), patience(deadline));
            }
            return line;
        } finally {
            lock.unlock();
        }
    }

    private long patience(Deadline deadline) {
        return Math.min(deadline.nanos(), awaySince + Deadline.NANOS - System.nanoTime());
    }

    /// Says that a line did not do its work; it is dropped, and a new one is made. Who waited for the one before tells
    /// nothing of the one that took its place.
    void suspect(SendLine useless, String why) {
        useless.giveUp();
        lock.lock();
        try {
            if (line == useless) {
                publish(null, why);
            }
        } finally {
            lock.unlock();
        }
        woken.release();
    }

    boolean connected() {
        lock.lock();
        try {
            return line != null && !line.isLost();
        } finally {
            lock.unlock();
        }
    }

    /// Why there is no line.
    String trouble() {
        lock.lock();
        try {
            return trouble;
        } finally {
            lock.unlock();
        }
    }

    /// How many messages lay in a queue when it was last asked for.
    long depth(String queue) {
        return depths.getOrDefault(queue, 0L);
    }

    @Override
    public void start() {
        awaySince = System.nanoTime();
        running = true;
        keeper.start();
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            running = false;
            woken.release();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        keeper.stop(Duration.ofSeconds(10));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void keep() throws InterruptedException {
        try (SendLine fresh = SendLine.open(broker, queues)) {
            publish(fresh, "");
            watch(fresh);
            publish(null, "the connection was lost");
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            publish(null, e.toString());
        }
        sleep(RETRY);
    }

    private void watch(SendLine fresh) throws Exception {
        ClientSession asking = fresh.asking();
        while (running && !fresh.isLost()) {
            for (String queue : queues) {
                depths.put(queue, fresh.depth(asking, queue));
            }
            sleep(INTERVAL);
        }
    }

    private void publish(@Nullable SendLine fresh, String why) {
        lock.lock();
        try {
            if (fresh != null) {
                LOG.info("Connected to the buffer's broker");
            } else if (running && !trouble.equals(why)) {
                LOG.warn("The buffer's broker is away: {}", why);
            }
            if (fresh == null && line != null) {
                awaySince = System.nanoTime();
            }
            line = fresh;
            trouble = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Sleeps until the time is over, the line is lost or the outlet stops.
    private void sleep(Duration time) throws InterruptedException {
        boolean _ = woken.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        woken.drainPermits();
    }
}
