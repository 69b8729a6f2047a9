package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ServerFrame.Entries;

/// Answers the frame `fetch`.
final class Fetching {

    private Fetching() {}

    static Entries read(
            History history, TenantId tenant, ConversationId conversation, ClientFrame.Fetch fetch, Visibility sees) {
        Long after = fetch.after();
        if (after != null) {
            return history.after(tenant, conversation, after, fetch.limit(), sees);
        }
        long before = fetch.before() == null ? Long.MAX_VALUE : fetch.before();
        return history.before(tenant, conversation, before, fetch.limit(), sees);
    }
}
