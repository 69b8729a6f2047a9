package io.omnihub.visitor;

import io.omnihub.conversation.Engine;
import io.omnihub.message.ContactChange;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the hub what a site's server said of its visitors, by whichever way they come.
public final class Introductions {

    private static final int MOST_REMEMBERED = 10_000;

    private final Engine engine;
    private final Clock clock;

    /// As whom each visitor was introduced last, of the last ones: the same again is not said again.
    private final Map<String, ContactChange> told = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ContactChange> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

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
        ContactChange before = told.put(visitor.who(), profile);
        if (!profile.equals(before)) {
            var _ = engine.submit(visitor.event(clientId(visitor, profile, before), profile, clock.instant()))
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
