package io.omnihub.visitor;

import io.omnihub.conversation.Engine;
import io.omnihub.message.ContactChange;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Tells the hub what a site's server said of its visitors, by whichever way they come.
public final class Introductions {

    private static final int MOST_REMEMBERED = 10_000;

    private final Engine engine;
    private final Clock clock;

    /// Who was introduced, the last ones. The same again would be dropped by its key.
    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }));

    Introductions(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /// Introduces a visitor who has a conversation, unless that was done.
    public void introduce(Visitor visitor) {
        if (!visitor.hasProfile()) {
            return;
        }
        ContactChange profile = visitor.profile();
        String clientId = "profile-" + Integer.toHexString(profile.hashCode());
        String key = visitor.site().inbox().id() + " " + visitor.id() + " " + clientId;
        if (told.add(key)) {
            var _ = engine.submit(visitor.event(clientId, profile, clock.instant()))
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            told.remove(key);
                        }
                    });
        }
    }
}
