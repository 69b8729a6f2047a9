package io.omnihub.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a step again and again on a thread of its own until it is stopped. After a failure, whatever it was, it rests,
/// longer and longer while it goes on failing, and tries again.
public final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Loops loops;
    private final String name;
    private final Step step;
    private final Trouble trouble;
    private final Semaphore wakes = new Semaphore(0);
    private Thread.Builder threads = Thread.ofPlatform().daemon();
    private Duration first = Duration.ZERO;
    private Duration rest = Duration.ZERO;
    private Duration longest = LONGEST;
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    Loop(Loops loops, String name, Step step) {
        this.loops = loops;
        this.name = name;
        this.step = step;
        this.trouble = new Trouble(LOG, "The loop " + name);
    }

    /// Rests between two steps, and before the first.
    public Loop every(Duration pause) {
        return every(pause, pause);
    }

    /// @param delay before the first step
    /// @param pause between two steps
    public Loop every(Duration delay, Duration pause) {
        first = delay;
        rest = pause;
        return this;
    }

    /// Rests no longer than this after failures; a second unless said otherwise.
    public Loop restingAtMost(Duration pause) {
        longest = pause;
        return this;
    }

    /// Runs on a virtual thread: for steps that call nothing native.
    public Loop virtual() {
        threads = Thread.ofVirtual();
        return this;
    }

    /// Starts it.
    public synchronized Loop start() {
        if (!running) {
            running = true;
            loops.add(this);
            thread = threads.name(name).start(this::run);
        }
        return this;
    }

    /// Ends it: the step that is being run is interrupted.
    public void stop() {
        stop(Duration.ZERO);
    }

    /// Ends it.
    ///
    /// @param grace for the step that is being run, which is interrupted then
    public synchronized void stop(Duration grace) {
        Thread last = thread;
        if (!running || last == null) {
            return;
        }
        running = false;
        wake();
        try {
            if (grace.isZero() || !last.join(grace)) {
                last.interrupt();
                last.join(PATIENCE);
            }
        } catch (InterruptedException _) {
            last.interrupt();
            Thread.currentThread().interrupt();
        }
        loops.remove(this);
    }

    /// Ends the rest that it may be taking.
    public void wake() {
        wakes.release();
    }

    public String name() {
        return name;
    }

    public boolean isRunning() {
        return running;
    }

    /// Whether the last steps failed.
    public boolean isFailing() {
        return trouble.isOpen();
    }

    /// What a loop has been failing by for longer than that, other than by something outside that is away; null where
    /// all is well.
    @Nullable
    String lastingFault(Duration patience) {
        Thread runs = thread;
        return running && runs != null && !runs.isAlive() ? "it has ended" : trouble.lastingFault(patience);
    }

    private void run() {
        Duration pause = SHORTEST;
        boolean rested = rested(first);
        while (rested) {
            try {
                step.run();
                trouble.worked();
                pause = SHORTEST;
                rested = rested(rest);
            } catch (Throwable e) {
                // Whatever it is: a thread that ends would be missed by nobody.
                if (!running) {
                    return;
                }
                loops.failed(this);
                trouble.failed(e);
                rested = rested(pause);
                pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
            }
        }
    }

    private boolean rested(Duration time) {
        if (!running) {
            return false;
        }
        if (!time.isZero()) {
            try {
                var _ = wakes.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
                wakes.drainPermits();
            } catch (InterruptedException e) {
                LOG.trace("The loop {} was woken", name, e);
            }
        }
        return running;
    }
}
