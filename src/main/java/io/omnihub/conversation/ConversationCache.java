package io.omnihub.conversation;

import io.omnihub.log.LogReader;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The conversations of one partition as they stand at a position of its log. Behind the partition's lock it tells the
/// truth without a query; whoever finds the partition elsewhere brings it up to date first.
final class ConversationCache {

    private static final int MOST = 50_000;

    /// More missed entries than this are not read: beginning anew is cheaper.
    private static final long MOST_MISSED = 10_000;

    private final Map<ConversationId, Conversation> conversations = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Conversation> eldest) {
            return size() > MOST;
        }
    };

    private long position = -1;

    /// Forgets what was changed behind its back, in a transaction that holds the partition's lock.
    void bringUpTo(Transaction tx, LogReader reader, int partition, long lastPosition) {
        if (position == lastPosition) {
            return;
        }
        if (position < 0
                || lastPosition < position
                || lastPosition - position > MOST_MISSED
                || reader.prunedTo(tx, partition) > position) {
            conversations.clear();
        } else {
            conversations.keySet().removeAll(reader.changedConversations(tx, partition, position, lastPosition));
        }
        position = lastPosition;
    }

    /// Whether nobody has written since it was brought up to date.
    boolean isAt(long lastPosition) {
        return position == lastPosition;
    }

    /// After the commit.
    void put(Collection<Conversation> changed, long newPosition) {
        changed.forEach(conversation -> conversations.put(conversation.id(), conversation));
        position = newPosition;
    }

    void clear() {
        conversations.clear();
        position = -1;
    }

    Map<ConversationId, Conversation> conversations() {
        return conversations;
    }

    /// The tenants whose conversations are here.
    Set<TenantId> tenants() {
        return conversations.values().stream().map(Conversation::tenant).collect(Collectors.toSet());
    }
}
