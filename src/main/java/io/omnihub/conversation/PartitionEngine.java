package io.omnihub.conversation;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Sender;
import io.omnihub.store.BadDataException;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.LaterVersionException;
import io.omnihub.trace.Span;
import io.omnihub.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of one partition: a thread that takes whatever has arrived as one batch, commits it, and answers.
///
/// Poison and trouble are told apart. An event that can't be taken when it runs alone is poison and becomes a dead
/// letter. Whatever the database can't do now is trouble: the engine pauses and runs the batch again, and nothing is
/// given up.
final class PartitionEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionEngine.class);

    /// Keeps a commit on SQLite well under 50 ms, which is as long as other writers wait for it.
    private static final int LARGEST_BATCH = 500;

    private static final int MOST_QUEUED = 50_000;

    /// Agents are told busy last.
    private static final int MOST_QUEUED_OF_AGENTS = 60_000;

    private static final Duration PATIENCE = Duration.ofMillis(1_750);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Committer committer;
    private final ObjIntConsumer<Submission> elsewhere;
    private final PartitionHolder holder;
    private final EngineMeters meters;
    private final BlockingQueue<Submission> arrived = new LinkedBlockingQueue<>();
    private final Lock expiring = new ReentrantLock();
    private final Loop loop;
    private volatile List<Submission> running = List.of();
    private volatile boolean inTrouble;
    private volatile String reason = "";
    private volatile boolean stopping;

    PartitionEngine(
            int partition,
            Committer committer,
            ObjIntConsumer<Submission> elsewhere,
            PartitionHolder holder,
            EngineMeters meters,
            Loops loops) {
        this.committer = committer;
        this.elsewhere = elsewhere;
        this.holder = holder;
        this.meters = meters;
        // On a platform thread: SQLite's native calls would pin a virtual one's carrier.
        this.loop = loops.loop("engine-" + partition, this::step);
        loop.start();
    }

    void submit(Submission submission) {
        if (stopping) {
            submission.answer().completeExceptionally(new BusyException("The hub is stopping."));
        } else if (!submission.patient() && (inTrouble() || arrived.size() > mostQueued(submission))) {
            submission.answer().completeExceptionally(busy());
        } else {
            arrived.add(submission);
        }
    }

    /// Tells impatient senders that have waited too long that the hub is busy. Who is told so takes back what was sent
    /// later; until that is done the engine does not choose what it stores next.
    void expire() {
        expiring.lock();
        try {
            long now = System.nanoTime();
            for (Submission submission : running) {
                expire(submission, now);
            }
            for (Submission submission : arrived) {
                if (now - submission.arrivedAt() < PATIENCE.toNanos()) {
                    return;
                }
                expire(submission, now);
            }
        } finally {
            expiring.unlock();
        }
    }

    /// How many events wait.
    int waiting() {
        return arrived.size();
    }

    /// How long the first of those that are not settled has waited; none while the database is away, of which others
    /// tell.
    Duration longestWait() {
        List<Submission> committing = running;
        Submission first = committing.isEmpty() ? arrived.peek() : committing.getFirst();
        return first == null || inTrouble ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - first.arrivedAt());
    }

    boolean inTrouble() {
        return inTrouble;
    }

    /// Why nothing can be stored; empty while it can.
    String trouble() {
        return inTrouble ? reason : "";
    }

    /// Commits what has arrived, then stops.
    @Override
    public void close() {
        stopping = true;
        loop.stop(GRACE);
        List<Submission> left = new ArrayList<>(running);
        arrived.drainTo(left);
        left.forEach(
                submission -> submission.answer().completeExceptionally(new BusyException("The hub is stopping.")));
    }

    private static int mostQueued(Submission submission) {
        return submission.event().header().sender().kind() == Sender.Kind.AGENT ? MOST_QUEUED_OF_AGENTS : MOST_QUEUED;
    }

    private static void expire(Submission submission, long now) {
        if (!submission.patient() && now - submission.arrivedAt() >= PATIENCE.toNanos()) {
            submission.answer().completeExceptionally(busy());
        }
    }

    private static BusyException busy() {
        return new BusyException("The hub can't store anything just now.");
    }

    /// One batch. What fails is taken up again by the next step, less what its sender was told to send again.
    private void step() throws InterruptedException {
        do {
            if (running.isEmpty()) {
                running = next();
            }
            try {
                boolean stored = answer(running);
                if (inTrouble && !stored) {
                    // Nobody waits any more: whether the database takes what comes must be tried.
                    committer.probe();
                }
                recover();
            } catch (RuntimeException | Error e) {
                // Whatever it is, nothing may be given up for it: not even a dead letter could be written.
                trouble(running, e);
                throw e;
            }
            running = List.of();
        } while (stopping && !arrived.isEmpty());
    }

    private void recover() {
        holder.granted();
        if (inTrouble) {
            holder.recovered();
            inTrouble = false;
        }
    }

    private List<Submission> next() throws InterruptedException {
        Submission first = arrived.poll(250, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<Submission> batch = new ArrayList<>();
        batch.add(first);
        arrived.drainTo(batch, LARGEST_BATCH - 1);
        return batch;
    }

    /// What nobody was told to send again.
    private List<Submission> open(List<Submission> batch) {
        expiring.lock();
        try {
            return batch.stream()
                    .filter(submission -> !submission.answer().isDone())
                    .toList();
        } finally {
            expiring.unlock();
        }
    }

    /// @return whether something was stored
    private boolean answer(List<Submission> batch) {
        if (batch.isEmpty()) {
            return false;
        }
        List<Submission> open = open(batch);
        if (open.isEmpty()) {
            return false;
        }
        try {
            commit(open);
        } catch (DatabaseUnavailableException | LaterVersionException e) {
            throw e;
        } catch (RuntimeException e) {
            committer.forget();
            if (open.size() > 1) {
                open.forEach(submission -> answer(List.of(submission)));
            } else {
                bury(open.getFirst(), e);
            }
        }
        return true;
    }

    private void commit(List<Submission> batch) {
        List<Taken> taken = meters.time(batch.size(), () -> committer.commit(batch));
        long now = System.nanoTime();
        for (int i = 0; i < batch.size(); i++) {
            settle(batch.get(i), taken.get(i), now);
        }
    }

    /// What belongs to another partition is answered by that one's engine, after its own commit.
    private void settle(Submission submission, Taken taken, long now) {
        meters.count(submission, taken, now);
        switch (taken) {
            case Taken.Elsewhere there -> elsewhere.accept(submission, there.partition());
            case Outcome outcome -> submission.answer().complete(outcome);
        }
    }

    private void bury(Submission poison, RuntimeException cause) {
        // Only our own model's messages are known to repeat no text.
        String reason = cause instanceof InvalidMessageException || cause instanceof BadDataException
                ? "the event can't be stored: " + cause.getMessage()
                : "the event can't be processed: " + cause.getClass().getSimpleName();
        try (Span.Inside _ =
                Traces.off().inner("", poison.event().header().metadata()).enter()) {
            LOG.warn(
                    "An event of inbox {} can't be taken and becomes a dead letter: {}",
                    poison.event().header().inbox(),
                    reason,
                    cause);
        }
        committer.bury(poison, reason);
        Outcome dead = new Outcome.Dead(reason);
        meters.count(poison, dead, System.nanoTime());
        poison.answer().complete(dead);
    }

    private void trouble(List<Submission> batch, Throwable cause) {
        reason = cause instanceof LaterVersionException later
                ? Objects.toString(later.getMessage(), "")
                : "the log can't be written";
        inTrouble = true;
        committer.forget();
        batch.stream()
                .filter(submission -> !submission.patient())
                .forEach(submission -> submission.answer().completeExceptionally(busy()));
        if (cause instanceof DatabaseUnavailableException unavailable) {
            holder.refused(unavailable);
        }
    }
}
