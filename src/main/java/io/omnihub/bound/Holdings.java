package io.omnihub.bound;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What many hold at once of something: places, or bytes. Each of them may hold so much, and all together so much. Only
/// who holds something is remembered.
public final class Holdings {

    /// Holds for many, as a proxy does: bounded only by what all together may hold.
    public static final String MANY = "";

    private final long each;
    private final long most;
    private final AtomicLong all = new AtomicLong();
    private final Map<String, Long> held = new ConcurrentHashMap<>();

    /// @param each what one may hold
    /// @param most what all together may hold
    public Holdings(long each, long most) {
        this.each = each;
        this.most = most;
    }

    /// Takes one place.
    ///
    /// @return what to give back; empty where this one, or all together, hold too much already
    public Optional<Hold> take(String who) {
        Hold hold = new Hold(who);
        return hold.more(1) ? Optional.of(hold) : Optional.empty();
    }

    /// A hold on nothing yet.
    public Hold open(String who) {
        return new Hold(who);
    }

    /// Whether nobody may take anything more.
    public boolean isFull() {
        return all.get() >= most;
    }

    /// What all together hold.
    public long size() {
        return all.get();
    }

    public long most() {
        return most;
    }

    private boolean add(String who, long amount) {
        if (all.addAndGet(amount) > most) {
            all.addAndGet(-amount);
            return false;
        }
        if (!who.equals(MANY) && held.merge(who, amount, Long::sum) > each) {
            remove(who, amount);
            return false;
        }
        return true;
    }

    private void remove(String who, long amount) {
        var _ = held.computeIfPresent(who, (_, before) -> before == amount ? null : before - amount);
        all.addAndGet(-amount);
    }

    /// What one thing of somebody's holds, until it is given back.
    public final class Hold implements AutoCloseable {

        private final String who;
        private final AtomicLong amount = new AtomicLong();

        private Hold(String who) {
            this.who = who;
        }

        String who() {
            return who;
        }

        /// Takes more.
        ///
        /// @return false where that would be too much; then nothing was taken
        public boolean more(long further) {
            if (!add(who, further)) {
                return false;
            }
            amount.addAndGet(further);
            return true;
        }

        /// Gives everything back, once.
        @Override
        public void close() {
            long whole = amount.getAndSet(0);
            if (whole > 0) {
                remove(who, whole);
            }
        }
    }
}
