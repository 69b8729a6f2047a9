package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.overload.Overload;
import io.omnihub.overload.Step;
import java.util.LinkedHashMap;
import java.util.Map;

/// How far one client has read. While the hub gives up read marks, of each conversation the last one waits here, and is
/// stored afterwards or when the client goes. Only the connection's event loop calls it.
final class ReadMarks {

    private static final int MOST = 100;

    private final Overload overload;
    private final Map<ConversationId, Runnable> waiting = new LinkedHashMap<>();

    ReadMarks(Overload overload) {
        this.overload = overload;
    }

    /// @param store stores the mark, which says more than those before it
    void read(ConversationId conversation, Runnable store) {
        boolean given = overload.givesUp(Step.READS);
        if (given && (waiting.size() < MOST || waiting.containsKey(conversation))) {
            waiting.put(conversation, store);
        } else {
            waiting.remove(conversation);
            store.run();
        }
    }

    /// Stores what waits, once that is done again.
    void catchUp() {
        if (!waiting.isEmpty() && !overload.isGivenUp(Step.READS)) {
            storeAll();
        }
    }

    /// Stores what waits.
    void storeAll() {
        waiting.values().forEach(Runnable::run);
        waiting.clear();
    }
}
