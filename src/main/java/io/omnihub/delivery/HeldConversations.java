package io.omnihub.delivery;

import io.omnihub.message.ConversationId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The conversations for which a platform's call is held open on this node: their next message goes out by that call,
/// and the API sender leaves it alone.
final class HeldConversations {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition announced = lock.newCondition();
    private final Map<ConversationId, Held> held = new HashMap<>();

    void hold(ConversationId conversation) {
        lock.lock();
        try {
            held.computeIfAbsent(conversation, _ -> new Held()).calls++;
        } finally {
            lock.unlock();
        }
    }

    void release(ConversationId conversation) {
        lock.lock();
        try {
            held.computeIfPresent(conversation, (_, calls) -> --calls.calls == 0 ? null : calls);
        } finally {
            lock.unlock();
        }
    }

    Set<ConversationId> all() {
        lock.lock();
        try {
            return Set.copyOf(held.keySet());
        } finally {
            lock.unlock();
        }
    }

    /// Something new is to be sent to these.
    void announce(Collection<ConversationId> conversations) {
        lock.lock();
        try {
            Set<ConversationId> waiting = new HashSet<>(held.keySet());
            waiting.retainAll(Set.copyOf(conversations));
            waiting.forEach(conversation -> held.computeIfPresent(conversation, (_, calls) -> calls.next()));
            if (!waiting.isEmpty()) {
                announced.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// How often something was announced to a held conversation; to be read before looking.
    long announcements(ConversationId conversation) {
        lock.lock();
        try {
            Held calls = held.get(conversation);
            return calls == null ? 0 : calls.announcements;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until more was announced to a held conversation, or the time is over.
    void await(ConversationId conversation, long seen, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && announcements(conversation) <= seen) {
                left = announced.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static final class Held {

        private int calls;
        private long announcements;

        Held next() {
            announcements++;
            return this;
        }
    }
}
