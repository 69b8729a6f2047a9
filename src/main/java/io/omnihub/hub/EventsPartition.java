package io.omnihub.hub;

import io.omnihub.log.Cursors.Lease;
import io.omnihub.loop.Loop;
import io.omnihub.message.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One partition of a subscription: takes the lease of its cursor, gives the entries out in order, and moves the cursor
/// behind what the route took. What the route fails on is given again, later and later, and nothing is skipped.
final class EventsPartition {

    private static final int BATCH = 50;

    /// Entries that the subscription does not want cost no commit: the cursor follows over so many of them at once, or
    /// when so much time has gone.
    private static final int LONGEST_LAG = 1_000;

    private static final Duration LATEST = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final EventsConsumer consumer;
    private final EventsEndpoint door;
    private final Doors doors;
    private final int partition;
    private final String owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Loop loop;
    private final Loop keeper;
    private volatile boolean running = true;
    private volatile boolean held;
    private volatile long epoch;
    private volatile long heldUntil;

    EventsPartition(EventsConsumer consumer, EventsEndpoint door, Doors doors, int partition, String owner) {
        this.consumer = consumer;
        this.door = door;
        this.doors = doors;
        this.partition = partition;
        this.owner = owner;
        String name = door.cursor() + "-" + partition;
        loop = doors.loops().loop(name, this::step).restingAtMost(LONGEST_REST);
        keeper = doors.loops()
                .loop(name + "-lease", this::keep)
                .every(doors.lease().dividedBy(3));
    }

    void start() {
        loop.start();
        keeper.start();
    }

    /// Ends after the entry that the route has now.
    void stop() {
        running = false;
        signal();
        keeper.stop();
    }

    void join() {
        loop.stop(Duration.ofSeconds(30));
    }

    int number() {
        return partition;
    }

    boolean serves() {
        return held && System.nanoTime() - heldUntil < 0;
    }

    void lose() {
        held = false;
        signal();
    }

    private void step() throws InterruptedException {
        Lease lease = lease().orElse(null);
        if (lease == null) {
            pause(PATIENCE, false);
            return;
        }
        try {
            follow(lease);
        } catch (RuntimeException e) {
            handOver(lease);
            throw e;
        }
    }

    /// What this node can't do another one may be able to, such as to read an entry of a later version.
    private void handOver(Lease lease) throws InterruptedException {
        held = false;
        doors.cursors().release(lease);
        pause(PATIENCE.multipliedBy(3), false);
    }

    private Optional<Lease> lease() {
        long begun = System.nanoTime();
        Optional<Lease> lease =
                doors.cursors().lease(door.cursor(), partition, door.start(partition), owner, doors.lease());
        lease.ifPresent(taken -> {
            epoch = taken.epoch();
            heldUntil = begun + doors.lease().toNanos();
            held = true;
        });
        return lease;
    }

    private void follow(Lease lease) throws InterruptedException {
        long position = lease.position();
        long saved = position;
        long savedAt = System.nanoTime();
        while (running && serves()) {
            List<Entry> entries = doors.feed().next(partition, position, BATCH, PATIENCE, door::wants);
            boolean given = false;
            for (Entry entry : entries) {
                if (door.wants(entry)) {
                    if (!give(entry)) {
                        break;
                    }
                    given = true;
                }
                position = entry.position();
            }
            boolean late = System.nanoTime() - savedAt >= LATEST.toNanos();
            if (position > saved && (given || late || position - saved >= LONGEST_LAG)) {
                if (!doors.cursors().move(lease, position)) {
                    held = false;
                    return;
                }
                saved = position;
                savedAt = System.nanoTime();
            }
        }
        if (serves()) {
            held = false;
            doors.cursors().release(lease);
        }
    }

    /// @return whether the route took it; if not, the lease was lost or the subscription stops
    private boolean give(Entry entry) throws InterruptedException {
        Duration pause = SHORTEST_PAUSE;
        while (running && serves()) {
            if (consumer.give(entry)) {
                return true;
            }
            pause(pause, true);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
        return false;
    }

    /// Renews the lease while the route works.
    private void keep() {
        if (held) {
            renew();
        }
    }

    private void renew() {
        long begun = System.nanoTime();
        Optional<Lease> lease =
                doors.cursors().lease(door.cursor(), partition, door.start(partition), owner, doors.lease());
        if (lease.isPresent() && lease.get().epoch() == epoch) {
            heldUntil = begun + doors.lease().toNanos();
        } else {
            // Another node has it, or it was set to another position.
            lose();
        }
    }

    /// @param serving whether to end as soon as the lease is lost
    private void pause(Duration length, boolean serving) throws InterruptedException {
        lock.lock();
        try {
            long left = length.toNanos();
            while (left > 0 && running && (held || !serving)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
