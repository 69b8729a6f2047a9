package io.omnihub.conversation;

import io.omnihub.message.ConversationId;
import io.omnihub.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes conversations and sessions, in the engine's transaction.
final class ConversationStore {

    private static final int AT_ONCE = 64;

    private static final String SELECT = "select " + ConversationRows.COLUMNS + " from conversation where id in (?"
            + ", ?".repeat(AT_ONCE - 1) + ")";

    private static final String INSERT =
            "insert into conversation (" + ConversationRows.COLUMNS + ") values (?" + ", ?".repeat(21) + ")";

    private static final String UPDATE = """
            update conversation set changed_at = ?, message_at = ?, waiting_since = ?, last_sequence = ?, last_visible = ?,
                session = ?, session_number = ?, status = ?, assignee = ?, labels = ?, revision = ?, session_opened_at = ?, session_changed_at = ?
            where id = ?""";

    private static final String SESSION = """
            insert into session (id, number, status, assignee, labels, revision, opened_at, changed_at, tenant, conversation)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set status = excluded.status, assignee = excluded.assignee,
                labels = excluded.labels, revision = excluded.revision, changed_at = excluded.changed_at""";

    Map<ConversationId, Conversation> find(Transaction tx, Collection<ConversationId> ids) throws SQLException {
        Map<ConversationId, Conversation> found = new HashMap<>();
        Iterator<ConversationId> left = ids.iterator();
        while (left.hasNext()) {
            try (PreparedStatement select = tx.connection().prepareStatement(SELECT)) {
                ConversationId last = left.next();
                for (int i = 1; i <= AT_ONCE; i++) {
                    select.setString(i, last.value());
                    // A short last round repeats its last id, so that the statement stays the same.
                    last = left.hasNext() && i < AT_ONCE ? left.next() : last;
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        Conversation conversation = ConversationRows.read(rows);
                        found.put(conversation.id(), conversation);
                    }
                }
            }
        }
        return found;
    }

    void insert(Transaction tx, Collection<Conversation> conversations) throws SQLException {
        if (conversations.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = tx.connection().prepareStatement(INSERT)) {
            for (Conversation conversation : conversations) {
                insert.setString(1, conversation.id().value());
                insert.setString(2, conversation.tenant().value());
                insert.setString(3, conversation.channel().value());
                insert.setString(4, conversation.inbox().value());
                insert.setString(5, conversation.thread());
                insert.setString(6, conversation.routingKey());
                insert.setInt(7, conversation.partition());
                insert.setString(8, conversation.contact().value());
                insert.setLong(9, conversation.createdAt().toEpochMilli());
                insert.setLong(10, conversation.changedAt().toEpochMilli());
                insert.setLong(11, conversation.messageAt().toEpochMilli());
                insert.setObject(12, waitingSince(conversation));
                insert.setLong(13, conversation.lastSequence());
                insert.setLong(14, conversation.lastVisible());
                ConversationRows.bind(insert, 15, conversation.session());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    void update(Transaction tx, Collection<Conversation> conversations) throws SQLException {
        if (conversations.isEmpty()) {
            return;
        }
        try (PreparedStatement update = tx.connection().prepareStatement(UPDATE)) {
            for (Conversation conversation : conversations) {
                update.setLong(1, conversation.changedAt().toEpochMilli());
                update.setLong(2, conversation.messageAt().toEpochMilli());
                update.setObject(3, waitingSince(conversation));
                update.setLong(4, conversation.lastSequence());
                update.setLong(5, conversation.lastVisible());
                ConversationRows.bind(update, 6, conversation.session());
                update.setString(14, conversation.id().value());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static @Nullable Long waitingSince(Conversation conversation) {
        Instant since = conversation.waitingSince();
        return since == null ? null : since.toEpochMilli();
    }

    /// Writes the current sessions of conversations, for the reports.
    void putSessions(Transaction tx, Collection<Conversation> conversations) throws SQLException {
        if (conversations.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = tx.connection().prepareStatement(SESSION)) {
            for (Conversation conversation : conversations) {
                ConversationRows.bind(upsert, 1, conversation.session());
                upsert.setString(9, conversation.tenant().value());
                upsert.setString(10, conversation.id().value());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }
}
