package io.omnihub.delivery;

import io.omnihub.message.ConversationId;
import io.omnihub.message.Receipt;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// The deliveries whose end the log does not know yet.
final class Untold {

    static final int AT_ONCE = 100;

    /// A node tells its own at once; what another one left is told after this time.
    private static final Duration FOREIGN = Duration.ofSeconds(10);

    private final Database database;
    private final Ledger ledger;
    private final Clock clock;
    private final String owner;

    Untold(Database database, Ledger ledger, Clock clock, String owner) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.owner = owner;
    }

    /// The oldest ones; those that have waited too long to be sent end first.
    List<Ended> next() {
        long now = clock.millis();
        if (database.read(Tenants.ALL, tx -> ledger.anyToGiveUp(tx, now))) {
            database.write(Tenants.ALL, tx -> ledger.giveUp(tx, owner, now));
        }
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("""
                        select conversation, sequence, tenant, state, external_id, code, reason, replays, maybe_repeated
                        from delivery
                        where untold = 1 and (owner = ? or changed_at <= ?) order by changed_at limit ?""")
                        .params(owner, now - FOREIGN.toMillis(), AT_ONCE)
                        .query((rows, _) -> read(rows))
                        .list());
    }

    void told(List<Ended> all) {
        if (all.isEmpty()) {
            return;
        }
        database.write(Tenants.ALL, tx -> {
            for (Ended ended : all) {
                // One that was replayed meanwhile has another end to come.
                tx.sql()
                        .sql("""
                                update delivery set untold = 0
                                where conversation = ? and sequence = ? and replays = ? and untold = 1""")
                        .params(ended.id().conversation().value(), ended.id().sequence(), ended.replays())
                        .update();
            }
            return all.size();
        });
    }

    private static Ended read(ResultSet rows) throws SQLException {
        boolean accepted =
                !List.of(Delivery.State.FAILED, Delivery.State.DEAD).contains(Ledger.state(rows.getString(4)));
        return new Ended(
                new DeliveryId(new ConversationId(rows.getString(1)), rows.getLong(2)),
                new TenantId(rows.getString(3)),
                accepted ? Receipt.State.ACCEPTED : Receipt.State.FAILED,
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getInt(8),
                rows.getInt(9) == 1);
    }

    /// How a delivery ended.
    record Ended(
            DeliveryId id,
            TenantId tenant,
            Receipt.State state,
            String externalId,
            String code,
            String reason,
            int replays,
            boolean maybeRepeated) {

        /// Each round of attempts has an end of its own.
        String keyId() {
            return replays == 0 ? id.toString() : id + "." + replays;
        }
    }
}
