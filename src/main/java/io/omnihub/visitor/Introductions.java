package io.omnihub.visitor;

import io.omnihub.conversation.Commands;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ConversationId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the hub what a site's server said of its visitors, by whichever way they come.
public final class Introductions {

    private static final int MOST_REMEMBERED = 10_000;

    private final Commands commands;

    /// As whom each visitor was introduced last, of the last ones: the same again is not said again.
    private final Map<String, ContactChange> told = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ContactChange> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    Introductions(Commands commands) {
        this.commands = commands;
    }

    /// Introduces a visitor who has begun the conversation, unless that was done.
    public void introduce(Visitor visitor, ConversationId conversation) {
        if (!visitor.hasProfile()) {
            return;
        }
        ContactChange profile = visitor.profile();
        ContactChange before = told.put(visitor.who(), profile);
        if (!profile.equals(before)) {
            String clientId = clientId(visitor, profile, before);
            var _ = commands.introduce(visitor.actor(conversation), clientId, profile)
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            told.remove(visitor.who(), profile);
                        }
                    });
        }
    }

    /// Known again where the same token says the same again, and new where somebody is again who they were before.
    private static String clientId(Visitor visitor, ContactChange profile, @Nullable ContactChange before) {
        return "profile-%08x-%08x-%x"
                .formatted(
                        profile.hashCode(),
                        before == null ? 0 : before.hashCode(),
                        visitor.expires().getEpochSecond());
    }
}
