package io.omnihub.media;

import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// The table of what is to be fetched.
final class Fetches {

    private static final String KEY = " where conversation = ? and sequence = ? and part = ?";
    private static final String MINE = KEY + " and state = 'claimed' and attempt = ? and owner = ?";

    private final Database.Kind kind;
    private final MediaProperties properties;
    private final String owner;

    /// @param owner names this node
    Fetches(Database.Kind kind, MediaProperties properties, String owner) {
        this.kind = kind;
        this.properties = properties;
        this.owner = owner;
    }

    void add(Transaction tx, Entry entry, int part, long now) {
        tx.sql()
                .sql("""
                        insert into media_fetch (conversation, sequence, part, tenant, channel, inbox, state, attempt,
                                                 faults, next_attempt_at, give_up_at, owner, reason, created_at,
                                                 changed_at)
                        values (?, ?, ?, ?, ?, ?, 'pending', 0, 0, ?, ?, '', '', ?, ?) on conflict do nothing""")
                .params(
                        entry.conversation().value(),
                        entry.sequence(),
                        part,
                        entry.tenant().value(),
                        entry.channel().value(),
                        entry.inbox().value(),
                        now,
                        now + properties.giveUp().toMillis(),
                        now,
                        now)
                .update();
    }

    boolean anyDue(Transaction tx, long now) {
        return tx.sql().sql("""
                        select 1 from media_fetch where next_attempt_at <= ? and state in ('pending', 'claimed')
                        limit 1""").param(now).query(Integer.class).optional().isPresent();
    }

    /// Claims what is due, the longest due first.
    ///
    /// @param most in all
    /// @param room how many of each channel; what of it is claimed is taken from it
    List<Fetch> claim(Transaction tx, long now, int most, ChannelRoom room) {
        List<Fetch> claimed = new ArrayList<>();
        for (Fetch due : due(tx, now, most, room.full())) {
            if (room.take(due.channel())) {
                claim(tx, due, now);
                claimed.add(due);
            }
        }
        return claimed;
    }

    void stored(Transaction tx, Fetch fetch, long now) {
        update(tx, fetch, "update media_fetch set state = 'stored', reason = '', changed_at = ?", now);
    }

    void failed(Transaction tx, Fetch fetch, String reason, long now) {
        update(tx, fetch, "update media_fetch set state = 'failed', reason = ?, changed_at = ?", reason, now);
    }

    /// Whether its attempts ended without any outcome too often.
    boolean isLost(Fetch fetch) {
        return fetch.faults() >= properties.faults();
    }

    /// Whether a failure of this attempt is the last one.
    ///
    /// @param fault whether the failure was our own
    boolean isOver(Fetch fetch, boolean fault, long now) {
        return fetch.faults() + (fault ? 1 : 0) >= properties.faults()
                || now + properties.pause(fetch.attempt()).toMillis() > fetch.giveUpAt();
    }

    /// @param fault whether the failure was our own
    void retry(Transaction tx, Fetch fetch, String reason, boolean fault, long now) {
        int faults = fetch.faults() + (fault ? 1 : 0);
        Duration pause = properties.pause(fetch.attempt());
        boolean over = isOver(fetch, fault, now);
        update(
                tx,
                fetch,
                "update media_fetch set state = ?, faults = ?, next_attempt_at = ?, reason = ?, changed_at = ?",
                over ? "failed" : "pending",
                faults,
                now + pause.toMillis(),
                reason,
                now);
    }

    private List<Fetch> due(Transaction tx, long now, int most, Set<ChannelId> without) {
        List<Object> params = new ArrayList<>(List.of(now));
        without.forEach(channel -> params.add(channel.value()));
        params.add(most);
        String others = without.isEmpty()
                ? ""
                : " and channel not in (" + String.join(", ", Collections.nCopies(without.size(), "?")) + ")";
        return tx.sql()
                .sql("""
                        select conversation, sequence, part, tenant, channel, inbox, attempt, faults, give_up_at, state
                        from media_fetch where next_attempt_at <= ? and state in ('pending', 'claimed')""" + others + " order by next_attempt_at limit ?" + kind.forUpdateSkipLocked())
                .params(params)
                .query((rows, _) -> read(rows))
                .list();
    }

    /// @param claimed as it will be
    private void claim(Transaction tx, Fetch claimed, long now) {
        tx.sql()
                .sql("""
                        update media_fetch set state = 'claimed', attempt = ?, faults = ?, owner = ?,
                               next_attempt_at = ?, changed_at = ?""" + KEY)
                .params(
                        claimed.attempt(),
                        claimed.faults(),
                        owner,
                        now + properties.claim().toMillis(),
                        now,
                        claimed.conversation().value(),
                        claimed.sequence(),
                        claimed.part())
                .update();
    }

    private void update(Transaction tx, Fetch fetch, String update, Object... params) {
        tx.sql()
                .sql(update + MINE)
                .params(params)
                .params(fetch.conversation().value(), fetch.sequence(), fetch.part(), fetch.attempt(), owner)
                .update();
    }

    private static Fetch read(ResultSet rows) throws SQLException {
        boolean expired = rows.getString(10).equals("claimed");
        return new Fetch(
                new ConversationId(rows.getString(1)),
                rows.getLong(2),
                rows.getInt(3),
                new TenantId(rows.getString(4)),
                new ChannelId(rows.getString(5)),
                new InboxId(rows.getString(6)),
                rows.getInt(7) + 1,
                rows.getInt(8) + (expired ? 1 : 0),
                rows.getLong(9));
    }

    /// A part of a message that is being fetched.
    ///
    /// @param attempt from 1
    record Fetch(
            ConversationId conversation,
            long sequence,
            int part,
            TenantId tenant,
            ChannelId channel,
            InboxId inbox,
            int attempt,
            int faults,
            long giveUpAt) {

        String id() {
            return conversation + "." + sequence + "." + part;
        }
    }
}
