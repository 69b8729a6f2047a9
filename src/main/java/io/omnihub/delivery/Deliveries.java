package io.omnihub.delivery;

import io.omnihub.delivery.Delivery.State;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows the deliveries of a tenant, and has those tried again that were given up.
public final class Deliveries {

    private static final String SELECT = """
            select conversation, sequence, tenant, channel, inbox, thread, state, attempt, next_attempt_at,
                   maybe_repeated, external_id, code, reason, replays, created_at, changed_at
            from delivery where tenant = ?""";

    private final Database database;
    private final DeliveryProperties properties;
    private final Clock clock;
    private final Bells bells;

    Deliveries(Database database, DeliveryProperties properties, Clock clock, Bells bells) {
        this.database = database;
        this.properties = properties;
        this.clock = clock;
        this.bells = bells;
    }

    public Optional<Delivery> find(TenantId tenant, DeliveryId id) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + " and conversation = ? and sequence = ?")
                        .params(tenant.value(), id.conversation().value(), id.sequence())
                        .query((rows, _) -> read(rows))
                        .optional());
    }

    /// The deliveries that fit a filter, the newest first.
    ///
    /// @param after the last one of the page before; null for the first page
    public List<Delivery> list(TenantId tenant, Filter filter, @Nullable Delivery after, int limit) {
        StringBuilder where = new StringBuilder();
        List<Object> params = new ArrayList<>(List.of(tenant.value()));
        filter.state().ifPresent(state -> {
            where.append(" and state = ?");
            params.add(Ledger.name(state));
        });
        filter.conversation().ifPresent(conversation -> {
            where.append(" and conversation = ?");
            params.add(conversation.value());
        });
        if (after != null) {
            where.append(" and (created_at, conversation, sequence) < (?, ?, ?)");
            params.addAll(List.of(
                    after.createdAt().toEpochMilli(),
                    after.id().conversation().value(),
                    after.id().sequence()));
        }
        params.add(limit);
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql(SELECT + where + " order by created_at desc, conversation desc, sequence desc limit ?")
                        .params(params)
                        .query((rows, _) -> read(rows))
                        .list());
    }

    /// Has a failed or dead delivery tried again, with as many attempts and as much time as a new one. It goes out
    /// after what was said in between, and is not marked as repeated unless an attempt of it may have arrived.
    ///
    /// @return whether there was such a delivery that had failed or was dead
    public boolean replay(TenantId tenant, DeliveryId id) {
        long now = clock.millis();
        boolean replayed = database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                                .sql("""
                                update delivery set state = 'pending', owner = '', counted_from = attempt, faults = 0,
                                       next_attempt_at = ?, give_up_at = ?, replays = replays + 1, untold = 0,
                                       changed_at = ?
                                where tenant = ? and conversation = ? and sequence = ?
                                  and state in ('failed', 'dead')""")
                                .params(
                                        now,
                                        now + properties.giveUp().toMillis(),
                                        now,
                                        tenant.value(),
                                        id.conversation().value(),
                                        id.sequence())
                                .update()
                        == 1);
        if (replayed) {
            find(tenant, id).map(Delivery::channel).ifPresent(bells::ring);
        }
        return replayed;
    }

    private static Delivery read(ResultSet rows) throws SQLException {
        return new Delivery(
                new DeliveryId(new ConversationId(rows.getString(1)), rows.getLong(2)),
                new TenantId(rows.getString(3)),
                new ChannelId(rows.getString(4)),
                new InboxId(rows.getString(5)),
                rows.getString(6),
                Ledger.state(rows.getString(7)),
                rows.getInt(8),
                Instant.ofEpochMilli(rows.getLong(9)),
                rows.getInt(10) == 1,
                rows.getString(11),
                rows.getString(12),
                rows.getString(13),
                rows.getInt(14),
                Instant.ofEpochMilli(rows.getLong(15)),
                Instant.ofEpochMilli(rows.getLong(16)));
    }

    /// Which deliveries are wanted; what is empty does not matter.
    public record Filter(Optional<State> state, Optional<ConversationId> conversation) {}
}
