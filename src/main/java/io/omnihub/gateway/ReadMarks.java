package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.overload.Overload;
import io.omnihub.overload.Step;
import java.util.LinkedHashMap;
import java.util.Map;

/// How far one client has read. While the hub gives up read marks, of each conversation the last one waits here, and is
/// stored afterwards. What finds no room, and what waits when the client goes, is lost: nobody was told that it was
/// stored. Only the connection's event loop calls it.
final class ReadMarks {

    private static final int MOST = 100;

    private final Overload overload;
    private final Map<ConversationId, Runnable> waiting = new LinkedHashMap<>();

    ReadMarks(Overload overload) {
        this.overload = overload;
    }

    /// @param store stores the mark, which says more than those before it
    void read(ConversationId conversation, Runnable store) {
        if (!overload.givesUp(Step.READS)) {
            waiting.remove(conversation);
            store.run();
        } else if (waiting.size() < MOST || waiting.containsKey(conversation)) {
            waiting.put(conversation, store);
        }
    }

    /// Stores what waits, once that is done again.
    void catchUp() {
        if (!waiting.isEmpty() && !overload.isGivenUp(Step.READS)) {
            waiting.values().forEach(Runnable::run);
            waiting.clear();
        }
    }
}
