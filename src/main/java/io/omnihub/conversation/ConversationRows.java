package io.omnihub.conversation;

import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Conversations and sessions as rows.
final class ConversationRows {

    static final String COLUMNS = """
            id, tenant, channel, inbox, thread, routing_key, partition, contact, created_at, changed_at,
            message_at, waiting_since, last_sequence, last_visible, session, session_number, status, assignee, labels, revision,
            session_opened_at, session_changed_at""";

    private ConversationRows() {}

    static Conversation read(ResultSet row) throws SQLException {
        return new Conversation(
                new ConversationId(row.getString(1)),
                new TenantId(row.getString(2)),
                new ChannelId(row.getString(3)),
                new InboxId(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getInt(7),
                new ContactId(row.getString(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                Instant.ofEpochMilli(row.getLong(10)),
                Instant.ofEpochMilli(row.getLong(11)),
                row.getObject(12) == null ? null : Instant.ofEpochMilli(row.getLong(12)),
                row.getLong(13),
                row.getLong(14),
                row.getString(15) == null ? null : session(row, 15));
    }

    /// Reads the eight columns of a session.
    static Session session(ResultSet row, int first) throws SQLException {
        return new Session(
                new SessionId(row.getString(first)),
                row.getInt(first + 1),
                status(row.getString(first + 2)),
                row.getString(first + 3),
                labels(row.getString(first + 4)),
                row.getLong(first + 5),
                Instant.ofEpochMilli(row.getLong(first + 6)),
                Instant.ofEpochMilli(row.getLong(first + 7)));
    }

    /// Sets the eight columns of the session.
    static void bind(PreparedStatement statement, int first, @Nullable Session session) throws SQLException {
        if (session == null) {
            for (int i = 0; i < 8; i++) {
                statement.setObject(first + i, null);
            }
            return;
        }
        statement.setString(first, session.id().value());
        statement.setInt(first + 1, session.number());
        statement.setString(first + 2, session.status().name());
        statement.setString(first + 3, session.assignee());
        statement.setString(first + 4, labels(session.labels()));
        statement.setLong(first + 5, session.revision());
        statement.setLong(first + 6, session.openedAt().toEpochMilli());
        statement.setLong(first + 7, session.changedAt().toEpochMilli());
    }

    /// A status of a later version counts as open: nobody's message may be refused for it.
    private static SessionStatus status(String name) {
        return Arrays.stream(SessionStatus.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElse(SessionStatus.OPEN);
    }

    /// Labels stand one on a line; a label has no control characters.
    private static String labels(Set<String> labels) {
        return labels.stream().sorted().collect(Collectors.joining("\n"));
    }

    private static Set<String> labels(String column) {
        return column.isEmpty() ? Set.of() : Set.of(column.split("\n", -1));
    }
}
