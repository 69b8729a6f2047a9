package io.omnihub.log;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// The keys of everything taken in, in the engine's transaction.
public final class InboundKeys {

    /// Keys looked up by one statement; every statement with another number of them must be prepared anew.
    private static final int AT_ONCE = 64;

    private static final String SELECT = """
            select k.tenant, k.inbox, k."key", k.state, k.fingerprint, k.conversation, k.sequence, k.position, c.id
            from inbound_key k left join conversation c on c.number = k.conversation
            where (k.tenant, k.inbox, k."key") in (values %s)""".formatted("(?, ?, ?), ".repeat(AT_ONCE - 1) + "(?, ?, ?)");

    private static final String INSERT = """
            insert into inbound_key (tenant, inbox, "key", state, fingerprint, conversation, sequence, position, stored_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /// Adds keys that nobody has taken in.
    ///
    /// @return whether all were new; if not, the transaction must be rolled back
    public boolean add(Transaction tx, Collection<InboundKey> keys, long now) throws SQLException {
        if (keys.isEmpty()) {
            return true;
        }
        PreparedStatement insert = tx.prepare(INSERT);
        for (InboundKey key : keys) {
            bind(insert, key, now);
            insert.addBatch();
        }
        try {
            insert.executeBatch();
            return true;
        } catch (SQLException e) {
            if (Transaction.isRepeated(e)) {
                return false;
            }
            throw e;
        }
    }

    /// Sets what became of a key, whether it is known or not.
    public void set(Transaction tx, Collection<InboundKey> keys, long now) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = tx.connection().prepareStatement(INSERT + """
                         on conflict (tenant, inbox, "key") do update
                        set state = excluded.state, fingerprint = excluded.fingerprint,
                            conversation = excluded.conversation, sequence = excluded.sequence,
                            position = excluded.position""")) {
            for (InboundKey key : keys) {
                bind(upsert, key, now);
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /// Looks keys up.
    public Map<InboundKey.Id, InboundKey> find(Transaction tx, Collection<InboundKey.Id> ids) throws SQLException {
        Map<InboundKey.Id, InboundKey> found = new HashMap<>();
        Iterator<InboundKey.Id> left = ids.iterator();
        while (left.hasNext()) {
            PreparedStatement select = tx.prepare(SELECT);
            InboundKey.Id last = left.next();
            for (int i = 0; i < AT_ONCE; i++) {
                select.setString(3 * i + 1, last.tenant().value());
                select.setString(3 * i + 2, last.inbox().value());
                select.setString(3 * i + 3, last.key());
                // A short last round repeats its last key, so that the statement stays the same.
                last = left.hasNext() && i < AT_ONCE - 1 ? left.next() : last;
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    InboundKey key = read(rows);
                    found.put(key.id(), key);
                }
            }
        }
        return found;
    }

    private static void bind(PreparedStatement statement, InboundKey key, long now) throws SQLException {
        statement.setString(1, key.id().tenant().value());
        statement.setString(2, key.id().inbox().value());
        statement.setString(3, key.id().key());
        statement.setInt(4, key.state().ordinal());
        statement.setBytes(5, key.fingerprint());
        InboundKey.Made made = key.made();
        statement.setObject(6, made == null ? null : made.number(), Types.BIGINT);
        statement.setLong(7, made == null ? 0 : made.sequence());
        statement.setLong(8, made == null ? 0 : made.position());
        statement.setLong(9, now);
    }

    private static InboundKey read(ResultSet rows) throws SQLException {
        String conversation = rows.getString(9);
        return new InboundKey(
                new InboundKey.Id(new TenantId(rows.getString(1)), new InboxId(rows.getString(2)), rows.getString(3)),
                InboundKey.State.of(rows.getInt(4)),
                rows.getBytes(5),
                conversation == null
                        ? null
                        : new InboundKey.Made(
                                new ConversationId(conversation), rows.getLong(6), rows.getLong(7), rows.getLong(8)));
    }
}
