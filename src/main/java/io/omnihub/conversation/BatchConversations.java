package io.omnihub.conversation;

import io.omnihub.log.Positions;
import io.omnihub.message.ConversationId;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The conversations that one batch touches, as they stand in its transaction.
final class BatchConversations {

    private final ConversationStore store;
    private final Map<ConversationId, Conversation> cached;
    private final Map<ConversationId, Conversation> read = new HashMap<>();
    private final Map<ConversationId, Conversation> changed = new LinkedHashMap<>();
    private final Set<ConversationId> begun = new HashSet<>();
    private final Set<ConversationId> movedSessions = new HashSet<>();
    private final List<Conversation> fullBlocks = new ArrayList<>();

    /// @param cached what is known to stand in the database
    BatchConversations(ConversationStore store, Map<ConversationId, Conversation> cached) {
        this.store = store;
        this.cached = cached;
    }

    void prepare(Transaction tx, Set<ConversationId> ids) throws SQLException {
        Set<ConversationId> unknown = new LinkedHashSet<>();
        for (ConversationId id : ids) {
            Conversation known = cached.get(id);
            if (known == null) {
                unknown.add(id);
            } else {
                read.put(id, known);
            }
        }
        read.putAll(store.find(tx, unknown));
    }

    @Nullable
    Conversation find(ConversationId id) {
        Conversation conversation = changed.get(id);
        return conversation == null ? read.get(id) : conversation;
    }

    void begin(Conversation conversation) {
        begun.add(conversation.id());
        changed.put(conversation.id(), conversation);
    }

    /// Takes what a conversation is after one more entry.
    ///
    /// @return it, without the positions that a block of its own is written for
    Conversation put(Conversation conversation) {
        Conversation before = find(conversation.id());
        if (before == null || !Objects.equals(before.session(), conversation.session())) {
            movedSessions.add(conversation.id());
        }
        Conversation kept = conversation;
        if (conversation.head().positions().isFull()) {
            fullBlocks.add(conversation);
            kept = conversation.with(Positions.NONE);
        }
        changed.put(kept.id(), kept);
        return kept;
    }

    Collection<Conversation> changed() {
        return changed.values();
    }

    void flush(Writes writes) throws SQLException {
        store.insert(writes, those(begun::contains));
        store.putHeads(writes, changed.values());
        store.update(writes, those(id -> !begun.contains(id)), read);
        store.putSessions(writes, those(movedSessions::contains));
        store.addBlocks(writes, fullBlocks);
    }

    private List<Conversation> those(Predicate<ConversationId> wanted) {
        return changed.values().stream()
                .filter(conversation -> wanted.test(conversation.id()))
                .toList();
    }
}
