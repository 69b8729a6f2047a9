package io.omnihub.conversation;

import io.omnihub.web.Page;
import io.omnihub.wire.ConversationView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of conversations.
///
/// @param nextCursor begins the next page; null on the last one
/// @param upTo       how far the log was read: what changes later is found with it as `changedSince`
record ConversationPage(
        List<ConversationView> items, @Nullable String nextCursor, String upTo) {

    static ConversationPage of(Page<ConversationView> page, String upTo) {
        return new ConversationPage(page.items(), page.nextCursor(), upTo);
    }
}
