package io.omnihub.delivery;

import io.omnihub.delivery.Delivery.State;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.Receipt;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The rows of the ledger: which there are, which is next, and who has it.
final class Ledger {

    private static final String OPEN = "d.conversation = ? and (d.state = 'pending' or d.next_attempt_at <= ?)";

    private final Database.Kind kind;

    Ledger(Database.Kind kind) {
        this.kind = kind;
    }

    /// Enters messages that are to go out; those that are there stay as they are.
    void add(Transaction tx, List<Entry> messages, long now, long giveUpAt) throws SQLException {
        try (PreparedStatement insert = tx.connection().prepareStatement("""
                        insert into delivery (conversation, sequence, tenant, channel, inbox, thread, state, attempt,
                                              counted_from, faults, next_attempt_at, give_up_at, owner, maybe_repeated,
                                              external_id, code, reason, replays, untold, created_at, changed_at)
                        select c.id, ?, c.tenant, c.channel, c.inbox, c.thread, 'pending', 0, 0, 0, ?, ?, '', 0,
                               '', '', '', 0, 0, ?, ?
                        from conversation c where c.id = ?
                        on conflict (conversation, sequence) do nothing""")) {
            for (Entry message : messages) {
                insert.setLong(1, message.sequence());
                insert.setLong(2, now);
                insert.setLong(3, giveUpAt);
                insert.setLong(4, now);
                insert.setLong(5, now);
                insert.setString(6, message.conversation().value());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// Takes the platform's word on a message that it had accepted; what it said earlier is never taken back.
    void receive(Transaction tx, ConversationId conversation, Receipt receipt, long now) {
        State state = switch (receipt.state()) {
            case ACCEPTED -> State.SENT;
            case DELIVERED -> State.DELIVERED;
            case READ -> State.READ;
            case FAILED -> State.FAILED;
        };
        String before = switch (receipt.state()) {
            case ACCEPTED -> "('')";
            case DELIVERED -> "('sent')";
            case READ, FAILED -> "('sent', 'delivered')";
        };
        tx.sql()
                .sql("update delivery set state = ?, code = ?, reason = ?, changed_at = ?"
                        + " where conversation = ? and sequence = ? and state in " + before)
                .params(
                        name(state),
                        receipt.code(),
                        receipt.reason(),
                        now,
                        conversation.value(),
                        receipt.target().sequence())
                .update();
    }

    boolean anyDue(Transaction tx, ChannelId channel, long now) {
        return tx.sql()
                .sql("""
                        select 1 from delivery where channel = ? and next_attempt_at <= ?
                        and state in ('pending', 'claimed') limit 1""")
                .params(channel.value(), now)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// Whether a conversation has something that no node is sending; it need not be due.
    boolean anyOpen(Transaction tx, ConversationId conversation, long now) {
        return tx.sql()
                .sql("select 1 from delivery d where " + OPEN + " and d.state in ('pending', 'claimed') limit 1")
                .params(conversation.value(), now)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// What a channel may send now, the longest due first, locked for the transaction: of each conversation only the
    /// lowest that has not ended.
    ///
    /// @param without inboxes that must wait
    List<Due> due(Transaction tx, ChannelId channel, long now, int limit, Collection<RateLimits.Address> without) {
        List<Object> params = new ArrayList<>(List.of(channel.value(), now));
        StringBuilder where = new StringBuilder("d.channel = ? and d.next_attempt_at <= ?");
        for (RateLimits.Address address : without) {
            where.append(" and not (d.tenant = ? and d.inbox = ?)");
            params.addAll(List.of(address.tenant().value(), address.inbox().value()));
        }
        params.add(limit);
        return select(tx, where.toString(), params);
    }

    /// The lowest of a conversation that has not ended, unless a node is sending it; it need not be due.
    Optional<Due> lowest(Transaction tx, ConversationId conversation, long now) {
        return select(tx, OPEN, List.of(conversation.value(), now, 1)).stream().findFirst();
    }

    /// Gives a row that this transaction has locked to an owner.
    void claim(Transaction tx, Due due, String owner, long now, long until) {
        boolean expired = due.state() == State.CLAIMED;
        tx.sql()
                .sql("""
                        update delivery set state = 'claimed', attempt = ?, owner = ?, next_attempt_at = ?, faults = ?,
                               maybe_repeated = ?, changed_at = ?
                        where conversation = ? and sequence = ?""")
                .params(
                        due.attempt() + 1,
                        owner,
                        until,
                        due.faults() + (expired ? 1 : 0),
                        due.maybeRepeated() || expired ? 1 : 0,
                        now,
                        due.id().conversation().value(),
                        due.id().sequence())
                .update();
    }

    /// Ends a row that this transaction has locked, without an attempt. What became of a claim that ended without an
    /// outcome nobody knows.
    void end(Transaction tx, Due due, State state, String code, String reason, String owner, long now) {
        tx.sql()
                .sql("""
                        update delivery set state = ?, code = ?, reason = ?, owner = ?, untold = 1, maybe_repeated = ?,
                               changed_at = ?
                        where conversation = ? and sequence = ?""")
                .params(
                        name(state),
                        code,
                        reason,
                        owner,
                        due.maybeRepeated() || due.state() == State.CLAIMED ? 1 : 0,
                        now,
                        due.id().conversation().value(),
                        due.id().sequence())
                .update();
    }

    boolean anyToGiveUp(Transaction tx, long now) {
        return tx.sql()
                .sql("select 1 from delivery where state = 'pending' and give_up_at <= ? limit 1")
                .param(now)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// Gives up what waits for longer than it may, whoever was to send it.
    ///
    /// @return how many
    int giveUp(Transaction tx, String owner, long now) {
        return tx.sql().sql("""
                        update delivery set state = 'dead', untold = 1, owner = ?, changed_at = ?,
                               reason = case when reason = '' then 'no route took it in time' else reason end
                        where state = 'pending' and give_up_at <= ?""").params(owner, now, now).update();
    }

    private List<Due> select(Transaction tx, String where, List<?> params) {
        String lock = kind == Database.Kind.POSTGRESQL ? " for update of d skip locked" : "";
        return tx.sql()
                .sql("""
                        select d.conversation, d.sequence, d.tenant, d.channel, d.inbox, d.thread, d.state, d.attempt,
                               d.faults, d.maybe_repeated
                        from delivery d
                        where %s and d.state in ('pending', 'claimed')
                          and not exists (select 1 from delivery e
                                          where e.conversation = d.conversation and e.sequence < d.sequence
                                            and e.state in ('pending', 'claimed'))
                        order by d.next_attempt_at limit ?%s""".formatted(where, lock))
                .params(params)
                .query((rows, _) -> read(rows))
                .list();
    }

    private static Due read(ResultSet rows) throws SQLException {
        return new Due(
                new DeliveryId(new ConversationId(rows.getString(1)), rows.getLong(2)),
                new TenantId(rows.getString(3)),
                new ChannelId(rows.getString(4)),
                new InboxId(rows.getString(5)),
                rows.getString(6),
                state(rows.getString(7)),
                rows.getInt(8),
                rows.getInt(9),
                rows.getInt(10) == 1);
    }

    static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static State state(String name) {
        return State.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// A row that may be taken up.
    ///
    /// @param attempt the last one
    record Due(
            DeliveryId id,
            TenantId tenant,
            ChannelId channel,
            InboxId inbox,
            String thread,
            State state,
            int attempt,
            int faults,
            boolean maybeRepeated) {}
}
