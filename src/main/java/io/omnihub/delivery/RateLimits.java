package io.omnihub.delivery;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.errand.Wanted.Address;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How much may be sent through each inbox: a bucket that fills by the inbox's sends per second and holds one second's
/// worth; and to each conversation, where the channel wants a distance between its messages. Each node counts for
/// itself.
final class RateLimits {

    private static final double NANOS = 1_000_000_000;

    private final Inboxes inboxes;
    private final LongSupplier nanos;
    private final Map<Address, Bucket> buckets = new ConcurrentHashMap<>();
    private final Map<ConversationId, Long> paced = new ConcurrentHashMap<>();

    /// @param nanos a clock that never goes back
    RateLimits(Inboxes inboxes, LongSupplier nanos) {
        this.inboxes = inboxes;
        this.nanos = nanos;
    }

    /// Takes the right to send one message; an inbox that is not configured has no limit.
    ///
    /// @param conversation to which it goes
    boolean tryTake(TenantId tenant, InboxId inbox, ConversationId conversation) {
        return inboxes.find(tenant, inbox)
                .map(known -> tryTake(known, conversation))
                .orElse(true);
    }

    private boolean isPaced(ConversationId conversation) {
        Long until = paced.get(conversation);
        return until != null && until - nanos.getAsLong() > 0;
    }

    private boolean tryTake(Inbox inbox, ConversationId conversation) {
        if (isPaced(conversation) || !bucket(inbox).tryTake()) {
            return false;
        }
        long pace = inbox.capabilities().pace().toNanos();
        if (pace > 0) {
            paced.put(conversation, nanos.getAsLong() + pace);
        }
        return true;
    }

    /// How many conversations must wait for a moment before the next message to them. It forgets the others.
    int paced() {
        long now = nanos.getAsLong();
        paced.values().removeIf(until -> until - now <= 0);
        return paced.size();
    }

    /// One whose rate was changed begins anew.
    private Bucket bucket(Inbox inbox) {
        Address address = new Address(inbox.tenant(), inbox.id());
        Bucket bucket = buckets.get(address);
        return bucket != null && bucket.isOf(inbox)
                ? bucket
                : buckets.compute(
                        address, (_, held) -> held != null && held.isOf(inbox) ? held : new Bucket(inbox, nanos));
    }

    /// The inboxes through which nothing may be sent just now.
    List<Address> exhausted() {
        return buckets.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static final class Bucket {

        private final double perSecond;
        private final LongSupplier nanos;
        private double tokens;
        private long filledAt;

        Bucket(Inbox inbox, LongSupplier nanos) {
            this.perSecond = perSecond(inbox);
            this.nanos = nanos;
            this.tokens = perSecond;
            this.filledAt = nanos.getAsLong();
        }

        boolean isOf(Inbox inbox) {
            return perSecond == perSecond(inbox);
        }

        private static double perSecond(Inbox inbox) {
            return Math.max(1, inbox.sendsPerSecond());
        }

        synchronized boolean tryTake() {
            if (isEmpty()) {
                return false;
            }
            tokens--;
            return true;
        }

        synchronized boolean isEmpty() {
            long now = nanos.getAsLong();
            tokens = Math.min(perSecond, tokens + (now - filledAt) / NANOS * perSecond);
            filledAt = now;
            return tokens < 1;
        }
    }
}
