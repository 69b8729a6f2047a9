package io.omnihub.record;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.conversation.Actor;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.log.InboundKey;
import io.omnihub.log.InboundKeys;
import io.omnihub.message.Keys;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Finds the conversation in which somebody has said something under a key, in whichever inbox that was: a key counts
/// in its inbox, and who says it again may mean another one by now.
final class SaidBefore {

    private final Database database;
    private final Conversations conversations;
    private final Inboxes inboxes;
    private final InboundKeys keys = new InboundKeys();

    SaidBefore(Database database, Conversations conversations, Inboxes inboxes) {
        this.database = database;
        this.conversations = conversations;
        this.inboxes = inboxes;
    }

    Optional<Conversation> under(Actor.Staff staff, String clientId) {
        TenantId tenant = staff.tenant();
        String key = Keys.client(staff.sender(), clientId);
        List<InboundKey.Id> ids = inboxes.all().stream()
                .filter(inbox -> inbox.tenant().equals(tenant))
                .map(Inbox::id)
                .map(inbox -> new InboundKey.Id(tenant, inbox, key))
                .toList();
        return database.read(Tenants.of(tenant), tx -> keys.find(tx, ids)).values().stream()
                .map(InboundKey::made)
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(made -> conversations.find(tenant, made.conversation()));
    }
}
