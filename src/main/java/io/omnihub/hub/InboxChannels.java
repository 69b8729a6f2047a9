package io.omnihub.hub;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.util.Collection;

/// Sees to it, at the start and whenever inboxes change, that an inbox stays one of its channel for good. Its
/// conversations are known by its id, so under another channel what customers of both say would stand in one
/// conversation.
final class InboxChannels {

    private final Database database;

    /// @throws IllegalArgumentException where an inbox was one of another channel before
    InboxChannels(Database database, Inboxes inboxes) {
        this.database = database;
        inboxes.check(this::check);
    }

    private void check(Collection<Inbox> inboxes) {
        database.write(Tenants.ALL, tx -> {
            inboxes.forEach(inbox -> check(tx, inbox));
            return inboxes;
        });
    }

    private static void check(Transaction tx, Inbox inbox) {
        String tenant = inbox.tenant().value();
        String id = inbox.id().value();
        tx.sql()
                .sql("insert into inbox (tenant, id, channel) values (?, ?, ?) on conflict (tenant, id) do nothing")
                .params(tenant, id, inbox.channel().value())
                .update();
        String known = tx.sql()
                .sql("select channel from inbox where tenant = ? and id = ?")
                .params(tenant, id)
                .query(String.class)
                .single();
        if (!known.equals(inbox.channel().value())) {
            throw new IllegalArgumentException("The inbox " + id + " of tenant " + tenant + " is configured as one of "
                    + inbox.channel() + ", but it was one of " + known
                    + " before, and its conversations are; give the new one another id");
        }
    }
}
