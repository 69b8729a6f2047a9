package io.omnihub.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Runs a step again and again on a thread of its own until it is stopped. After a failure, whatever it was, it rests,
/// longer and longer while it goes on failing, and tries again. As a bean it starts with the hub, after all else, and
/// stops before it.
public final class Loop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Loops loops;
    private final String name;
    private final Step step;
    private final Trouble trouble;
    private final Semaphore wakes = new Semaphore(0);
    private final AtomicBoolean once = new AtomicBoolean();
    private final AtomicLong steps = new AtomicLong();
    private Thread.Builder threads = Thread.ofPlatform().daemon();
    private Duration first = Duration.ZERO;
    private Supplier<Duration> rest = () -> Duration.ZERO;
    private Duration longest = LONGEST;
    private int phase = DEFAULT_PHASE;
    private Duration ending = Duration.ZERO;
    private Runnable end = () -> {};
    private volatile boolean running;
    private volatile boolean paused;
    private volatile State state = State.STOPPED;
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
        return resting(delay, () -> pause);
    }

    /// @param delay before the first step
    /// @param pause asked after each step how long to rest before the next
    public Loop resting(Duration delay, Supplier<Duration> pause) {
        first = delay;
        rest = pause;
        return this;
    }

    /// Rests no longer than this after failures; a second unless said otherwise.
    public Loop restingAtMost(Duration pause) {
        longest = pause;
        return this;
    }

    /// Runs on a virtual thread: for steps that call nothing native. Nor may several of them begin by the same classes,
    /// as connections do: who waits until another has made a class ready keeps one of the few carriers.
    public Loop virtual() {
        threads = Thread.ofVirtual();
        return this;
    }

    /// As a bean, starts after and stops before what has a lower one.
    public Loop phase(int number) {
        phase = number;
        return this;
    }

    /// How it ends as a bean.
    ///
    /// @param time for the step that is being run
    /// @param last what is done when no step runs any more
    public Loop ending(Duration time, Runnable last) {
        ending = time;
        end = last;
        return this;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            loops.add(this);
            thread = threads.name(name).start(this::run);
        }
    }

    /// Ends it, at once unless said otherwise: the step that is being run is interrupted.
    @Override
    public synchronized void stop() {
        if (running) {
            stop(ending);
            end.run();
        }
    }

    /// Ends it.
    ///
    /// @param time for the step that is being run, which is interrupted then
    public synchronized void stop(Duration time) {
        Thread last = thread;
        if (!running || last == null) {
            return;
        }
        running = false;
        wake();
        try {
            if (time.isZero() || !last.join(time)) {
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

    /// Runs no further step until it is resumed; the one that is being run ends.
    void pause() {
        paused = true;
        LOG.info("The loop {} is paused", name);
    }

    void resume() {
        paused = false;
        wake();
        LOG.info("The loop {} is resumed", name);
    }

    /// Runs the next step at once, also where it is paused.
    void runNow() {
        once.set(true);
        wake();
    }

    public String name() {
        return name;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Whether the last steps failed.
    public boolean isFailing() {
        return trouble.isOpen();
    }

    State state() {
        Thread runs = thread;
        return running && runs != null && !runs.isAlive() ? State.ENDED : state;
    }

    /// How many steps were begun since the start.
    long steps() {
        return steps.get();
    }

    /// What failed last, if anything ever did.
    String lastFailure() {
        return trouble.last();
    }

    /// Since when it has been failing; nothing where it works.
    Optional<Instant> failingSince() {
        return trouble.since();
    }

    /// What a loop has been failing by for longer than that, other than by something outside that is away; null where
    /// all is well.
    @Nullable
    String lastingFault(Duration patience) {
        return state() == State.ENDED ? "it has ended" : trouble.lastingFault(patience);
    }

    private void run() {
        Duration pause = SHORTEST;
        boolean rested = rested(first);
        while (rested) {
            try {
                state = State.WORKING;
                steps.incrementAndGet();
                step.run();
                trouble.worked();
                pause = SHORTEST;
                rested = rested(rest.get());
            } catch (Throwable e) {
                // Whatever it is: a thread that ends would be missed by nobody.
                if (!running) {
                    break;
                }
                loops.failed(this);
                trouble.failed(e);
                rested = rested(pause);
                pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
            }
        }
        state = State.STOPPED;
    }

    /// @return whether there is to be another step
    private boolean rested(Duration time) {
        if (!running) {
            return false;
        }
        if (!time.isZero()) {
            state = State.RESTING;
            sleep(time.toNanos());
        }
        while (running && paused && !once.get()) {
            state = State.PAUSED;
            sleep(Long.MAX_VALUE);
        }
        once.set(false);
        return running;
    }

    private void sleep(long nanos) {
        try {
            var _ = wakes.tryAcquire(nanos, TimeUnit.NANOSECONDS);
            wakes.drainPermits();
        } catch (InterruptedException e) {
            LOG.trace("The loop {} was woken", name, e);
        }
    }

    /// What a loop does just now.
    public enum State {
        /// It was not started, or was stopped.
        STOPPED,
        /// It runs a step, or waits in it for work.
        WORKING,
        /// It rests between two steps, or after a failure.
        RESTING,
        /// Somebody paused it.
        PAUSED,
        /// It should run, and its thread has ended.
        ENDED
    }
}
