package io.omnihub.log;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.RowStatement;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The keys of everything taken in, in the engine's transaction.
public final class InboundKeys {

    /// Keys looked up by one statement; every statement with another number of them must be prepared anew.
    private static final int AT_ONCE = 64;

    private static final String SELECT = """
            select k.tenant, k.inbox, k."key", k.state, k.fingerprint, k.conversation, k.sequence, k.position, c.id
            from inbound_key k left join conversation c on c.number = k.conversation
            where (k.tenant, k.inbox, k."key") in (values %s)""".formatted("(?, ?, ?), ".repeat(AT_ONCE - 1) + "(?, ?, ?)");

    private static final String TABLE = "inbound_key";

    private static final RowStatement ADD = RowStatement.insert(
            TABLE,
            List.of(
                    "tenant",
                    "inbox",
                    "\"key\"",
                    "state",
                    "fingerprint",
                    "conversation",
                    "sequence",
                    "position",
                    "stored_at"));

    private static final RowStatement SET = ADD.orUpdate(
            "tenant, inbox, \"key\"", List.of("state", "fingerprint", "conversation", "sequence", "position"));

    /// Adds keys that nobody has taken in; where one is known already, what is written is [refused][#isRepeated].
    public void add(Writes writes, Collection<InboundKey> keys, long now) throws SQLException {
        writes.add(ADD, keys, (row, key) -> bind(row, key, now));
    }

    /// Whether what was written was refused since a key is known already.
    public static boolean isRepeated(SQLException refusal) {
        return Transaction.isRepeated(refusal, TABLE);
    }

    /// Sets what became of a key, whether it is known or not.
    public void set(Writes writes, Collection<InboundKey> keys, long now) throws SQLException {
        writes.add(SET, keys, (row, key) -> bind(row, key, now));
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

    private static void bind(Writes.Row row, InboundKey key, long now) throws SQLException {
        row.text(key.id().tenant().value());
        row.text(key.id().inbox().value());
        row.text(key.id().key());
        row.number(key.state().ordinal());
        row.bytes(key.fingerprint());
        InboundKey.Made made = key.made();
        row.numberOrNull(made == null ? null : made.number());
        row.number(made == null ? 0 : made.sequence());
        row.number(made == null ? 0 : made.position());
        row.number(now);
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
