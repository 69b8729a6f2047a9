package io.omnihub.device;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The devices that can be woken. One belongs to the visitor who registered it last, so that nobody is shown what was
/// said to who used the app before.
final class Devices {

    private static final String SELECT =
            "select tenant, inbox, conversation, id, kind, token, app, locale from device where tenant = ? and ";

    private final Database database;
    private final Clock clock;
    private final int most;

    /// @param most of one visitor
    Devices(Database database, Clock clock, int most) {
        this.database = database;
        this.clock = clock;
        this.most = most;
    }

    /// Takes one, in the place of what it was before. Of a visitor who has too many, those go that were registered
    /// longest ago.
    void register(Device device) {
        // Where somebody else registers the same token at this moment, the later one has it.
        if (!database.write(Tenants.of(device.tenant()), tx -> register(tx, device))) {
            database.write(Tenants.of(device.tenant()), tx -> register(tx, device));
        }
    }

    /// @return whether it is registered
    private boolean register(Transaction tx, Device device) {
        // Somebody else may have used the same app before.
        tx.sql()
                .sql("""
                delete from device where tenant = ? and inbox = ? and kind = ? and print = ?
                  and not (conversation = ? and id = ?)""")
                .params(
                        device.tenant().value(),
                        device.inbox().value(),
                        device.kind(),
                        device.print(),
                        device.conversation().value(),
                        device.id())
                .update();
        tx.sql()
                .sql("""
                insert into device (tenant, inbox, conversation, id, kind, token, print, app, locale, seen_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        device.tenant().value(),
                        device.inbox().value(),
                        device.conversation().value(),
                        device.id(),
                        device.kind(),
                        device.token(),
                        device.print(),
                        device.app(),
                        device.locale(),
                        clock.millis())
                .update();
        boolean there = tx.sql()
                        .sql("""
                        update device set kind = ?, token = ?, print = ?, app = ?, locale = ?, seen_at = ?
                        where conversation = ? and id = ?""")
                        .params(
                                device.kind(),
                                device.token(),
                                device.print(),
                                device.app(),
                                device.locale(),
                                clock.millis(),
                                device.conversation().value(),
                                device.id())
                        .update()
                == 1;
        tx.sql()
                .sql("""
                delete from device where conversation = ? and id <> ? and id in (
                  select id from device where conversation = ? and id <> ? order by seen_at desc, id
                  limit 1000 offset ?)""")
                .params(
                        device.conversation().value(),
                        device.id(),
                        device.conversation().value(),
                        device.id(),
                        most - 1)
                .update();
        return there;
    }

    /// Forgets one.
    void remove(TenantId tenant, ConversationId conversation, String id) {
        database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("delete from device where tenant = ? and conversation = ? and id = ?")
                        .params(tenant.value(), conversation.value(), id)
                        .update());
    }

    /// Forgets all of a visitor.
    void removeAll(Transaction tx, TenantId tenant, ConversationId conversation) {
        tx.sql()
                .sql("delete from device where tenant = ? and conversation = ?")
                .params(tenant.value(), conversation.value())
                .update();
    }

    /// Forgets one that is there no more, unless it was registered anew since.
    ///
    /// @param before when it was found to be gone
    void gone(Transaction tx, Device device, Instant before) {
        tx.sql()
                .sql(
                        "delete from device where tenant = ? and conversation = ? and id = ? and print = ? and seen_at < ?")
                .params(
                        device.tenant().value(),
                        device.conversation().value(),
                        device.id(),
                        device.print(),
                        before.toEpochMilli())
                .update();
    }

    List<Device> of(Transaction tx, TenantId tenant, ConversationId conversation) {
        return tx.sql()
                .sql(SELECT + "conversation = ? order by id")
                .params(tenant.value(), conversation.value())
                .query((row, _) -> read(row))
                .list();
    }

    /// The one of a lane in the ledger of errands.
    Optional<Device> find(TenantId tenant, String lane) {
        int slash = lane.indexOf('/');
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + "conversation = ? and id = ?")
                        .params(tenant.value(), lane.substring(0, slash), lane.substring(slash + 1))
                        .query((row, _) -> read(row))
                        .optional());
    }

    /// Forgets those that were not registered for long.
    void forget(Instant before) {
        Pieces.all(
                database,
                (tx, some) ->
                        tx.sql().sql("""
                        delete from device where (conversation, id) in (
                          select conversation, id from device where seen_at < ? order by seen_at limit ?)""").params(before.toEpochMilli(), some).update());
    }

    private static Device read(ResultSet row) throws SQLException {
        return new Device(
                new TenantId(row.getString(1)),
                new InboxId(row.getString(2)),
                new ConversationId(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8));
    }
}
