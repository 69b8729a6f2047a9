package io.omnihub.gateway;

import io.omnihub.conversation.Conversation;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.SessionChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which conversations of a tenant have changed since the last time, and through which places they went. Where each
/// stood then is remembered of the last ones only; one that is not known may have stood anywhere.
final class Moves {

    private static final int REMEMBERED = 10_000;

    private final Map<ConversationId, Set<Place>> moved = new ConcurrentHashMap<>();

    /// Only of the one who tells.
    private final Map<ConversationId, Place> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Place> eldest) {
            return size() > REMEMBERED;
        }
    };

    /// @return whether nothing of the conversation was noted before
    boolean add(Entry entry) {
        boolean[] first = {false};
        moved.compute(entry.conversation(), (_, known) -> {
            first[0] = known == null;
            Set<Place> before = known == null ? Set.of() : known;
            return entry.change() instanceof SessionChange change ? both(before, Set.of(Place.of(change))) : before;
        });
        return first[0];
    }

    /// What was noted; from now on it is noted anew.
    Map<ConversationId, Set<Place>> take() {
        Map<ConversationId, Set<Place>> taken = new HashMap<>();
        moved.keySet().forEach(id -> {
            Set<Place> passed = moved.remove(id);
            if (passed != null) {
                taken.put(id, passed);
            }
        });
        return taken;
    }

    /// It could not be told.
    void back(Map<ConversationId, Set<Place>> taken) {
        taken.forEach((id, passed) -> moved.merge(id, passed, Moves::both));
    }

    /// How the conversations, as they are now, have moved.
    List<Move> since(List<Conversation> conversations, Map<ConversationId, Set<Place>> taken) {
        return conversations.stream()
                .map(conversation -> since(conversation, taken.getOrDefault(conversation.id(), Set.of())))
                .toList();
    }

    private Move since(Conversation conversation, Set<Place> passed) {
        Place now = Place.of(conversation.session());
        Place before = told.put(conversation.id(), now);
        if (before == null && !passed.isEmpty()) {
            return new Move(conversation, Set.of());
        }
        Set<Place> places = new HashSet<>(passed);
        places.add(now);
        if (before != null) {
            places.add(before);
        }
        return new Move(conversation, places);
    }

    private static Set<Place> both(Set<Place> some, Set<Place> others) {
        Set<Place> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
