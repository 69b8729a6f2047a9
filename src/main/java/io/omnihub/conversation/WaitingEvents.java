package io.omnihub.conversation;

import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.LaterVersionException;
import io.omnihub.store.Transaction;
import io.omnihub.wire.ProtobufCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Events that speak of a message which isn't known yet: they wait under its external id.
final class WaitingEvents {

    private static final int AT_ONCE = 64;

    private static final String SELECT = "select tenant, inbox, external_id, event from waiting "
            + "where (tenant, inbox, external_id) in (values (?, ?, ?)" + ", (?, ?, ?)".repeat(AT_ONCE - 1)
            + ") order by stored_at, \"key\"";

    /// What an event waits for.
    record Target(TenantId tenant, InboxId inbox, String externalId) {}

    Map<Target, List<InboundEvent>> find(Transaction tx, Collection<Target> targets) throws SQLException {
        Map<Target, List<InboundEvent>> found = new HashMap<>();
        Iterator<Target> left = targets.iterator();
        while (left.hasNext()) {
            PreparedStatement select = tx.prepare(SELECT);
            Target last = left.next();
            for (int i = 0; i < AT_ONCE; i++) {
                select.setString(3 * i + 1, last.tenant().value());
                select.setString(3 * i + 2, last.inbox().value());
                select.setString(3 * i + 3, last.externalId());
                last = left.hasNext() && i < AT_ONCE - 1 ? left.next() : last;
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Target target = new Target(
                            new TenantId(rows.getString(1)), new InboxId(rows.getString(2)), rows.getString(3));
                    found.computeIfAbsent(target, _ -> new ArrayList<>()).add(read(rows.getBytes(4)));
                }
            }
        }
        return found;
    }

    private static InboundEvent read(byte[] event) {
        try {
            return ProtobufCodec.decodeStoredEvent(event);
        } catch (InvalidMessageException e) {
            throw new LaterVersionException("an event that waits can't be read: " + e.getMessage());
        }
    }

    void add(Transaction tx, Target target, InboundEvent event, long now) {
        tx.sql()
                .sql("""
                        insert into waiting (tenant, inbox, external_id, "key", event, stored_at)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        target.tenant().value(),
                        target.inbox().value(),
                        target.externalId(),
                        event.header().key(),
                        ProtobufCodec.encode(event),
                        now)
                .update();
    }

    void remove(Transaction tx, Target target) {
        tx.sql()
                .sql("delete from waiting where tenant = ? and inbox = ? and external_id = ?")
                .params(target.tenant().value(), target.inbox().value(), target.externalId())
                .update();
    }
}
