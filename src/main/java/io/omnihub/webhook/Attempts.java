package io.omnihub.webhook;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What became of each attempt, kept for a while for those who look for what went wrong.
final class Attempts {

    private final Database database;

    Attempts(Database database) {
        this.database = database;
    }

    /// Adds one; one that is there stays as it is.
    static void add(Transaction tx, Subscription of, EventErrand event, int number, Attempted attempted) {
        tx.sql()
                .sql("""
                insert into webhook_attempt (tenant, conversation, sequence, webhook, attempt, made_at, took, status,
                                             failure, answer)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, conversation, sequence, webhook, attempt) do nothing""")
                .params(
                        of.tenant().value(),
                        event.conversation().value(),
                        event.sequence(),
                        of.id(),
                        number,
                        attempted.at().toEpochMilli(),
                        attempted.took().toMillis(),
                        attempted.status(),
                        attempted.failure(),
                        attempted.answer())
                .update();
    }

    /// Those for one subscription, in order.
    List<Numbered> of(TenantId tenant, String subscription, EventErrand event) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                        select attempt, made_at, took, status, failure, answer from webhook_attempt
                        where tenant = ? and conversation = ? and sequence = ? and webhook = ? order by attempt""")
                        .params(tenant.value(), event.conversation().value(), event.sequence(), subscription)
                        .query((row, _) -> new Numbered(
                                row.getInt(1),
                                new Attempted(
                                        Instant.ofEpochMilli(row.getLong(2)),
                                        Duration.ofMillis(row.getLong(3)),
                                        row.getInt(4),
                                        row.getString(5),
                                        row.getString(6),
                                        Duration.ZERO)))
                        .list());
    }

    /// What was erased may stand in answers to it.
    static void erase(Transaction tx, TenantId tenant, EventErrand event) {
        tx.sql()
                .sql("update webhook_attempt set answer = '' where tenant = ? and conversation = ? and sequence = ?")
                .params(tenant.value(), event.conversation().value(), event.sequence())
                .update();
    }

    /// Removes those that were made before a time.
    void forget(Instant before) {
        Pieces.all(
                database,
                (tx, most) ->
                        tx.sql().sql("""
                        delete from webhook_attempt where (tenant, conversation, sequence, webhook, attempt) in (
                          select tenant, conversation, sequence, webhook, attempt from webhook_attempt
                          where made_at < ? limit ?)""").params(before.toEpochMilli(), most).update());
    }

    /// One of several, counted from 1.
    record Numbered(int number, Attempted attempted) {}
}
