package io.omnihub.log;

import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.wire.ProtobufCodec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the log.
public final class LogReader {

    private final Database database;

    public LogReader(Database database) {
        this.database = database;
    }

    /// The entries of a partition after a position, of all tenants, in order.
    public List<Entry> after(int partition, long position, int limit) {
        return database.read(Tenants.ALL, tx -> after(tx, partition, position, limit));
    }

    /// As [#after(int, long, int)], in a transaction of the caller's.
    public List<Entry> after(Transaction tx, int partition, long position, int limit) {
        return tx.sql()
                .sql("select body from entry where partition = ? and position > ? order by position limit ?")
                .params(partition, position, limit)
                .query((rows, _) -> ProtobufCodec.decodeEntry(rows.getBytes(1)))
                .list();
    }

    /// The last position of a partition; 0 where nothing was ever written.
    public long lastPosition(int partition) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select last_position from partition where id = ?")
                        .param(partition)
                        .query(Long.class)
                        .optional()
                        .orElse(0L));
    }

    /// The entries of a conversation after a sequence, in order.
    ///
    /// @param visibleTo [Visibility#AGENTS] for everything, [Visibility#EVERYONE] for what the contact may see
    public List<Entry> ofConversation(
            TenantId tenant, ConversationId conversation, long afterSequence, int limit, Visibility visibleTo) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                        select body from entry
                        where tenant = ? and conversation = ? and sequence > ? and visibility <= ?
                        order by sequence limit ?""")
                        .params(tenant.value(), conversation.value(), afterSequence, visibleTo.ordinal(), limit)
                        .query((rows, _) -> ProtobufCodec.decodeEntry(rows.getBytes(1)))
                        .list());
    }

    /// One entry of a conversation.
    public Optional<Entry> find(Transaction tx, TenantId tenant, ConversationId conversation, long sequence) {
        return tx.sql()
                .sql("select body from entry where tenant = ? and conversation = ? and sequence = ?")
                .params(tenant.value(), conversation.value(), sequence)
                .query((rows, _) -> ProtobufCodec.decodeEntry(rows.getBytes(1)))
                .optional();
    }

    /// The conversations that the entries of a partition after one position, up to another, belong to.
    public Set<ConversationId> changedConversations(Transaction tx, int partition, long after, long upTo) {
        return Set.copyOf(tx.sql()
                .sql("select distinct conversation from entry where partition = ? and position > ? and position <= ?")
                .params(partition, after, upTo)
                .query((rows, _) -> new ConversationId(rows.getString(1)))
                .list());
    }
}
