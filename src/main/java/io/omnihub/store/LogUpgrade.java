package io.omnihub.store;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves what stands in the tables from before version 29 of the schema into those of that version: conversations with
/// their sessions and the positions of their entries, the keys, and where the users of blobs stand. Each piece is a
/// transaction of its own; killed in the middle, it goes on where it was.
///
/// It knows the forms of that time by itself, so that later changes of them don't change what it does.
final class LogUpgrade {

    private static final Logger LOG = LoggerFactory.getLogger(LogUpgrade.class);

    /// The version of the schema that it runs after.
    static final MigrationVersion AFTER = MigrationVersion.fromVersion("29");

    /// The version that throws away what was before.
    static final MigrationVersion BEFORE = MigrationVersion.fromVersion("31");

    /// So many conversations, or ten times so many keys, are moved in one transaction.
    private static final int PIECE = 500;

    private static final int BLOCK = 64;
    private static final long SLOT = 10_000;

    private final Upgrade upgrade;
    private final Connection connection;
    private final int piece;

    private LogUpgrade(Upgrade upgrade, int piece) {
        this.upgrade = upgrade;
        this.connection = upgrade.connection();
        this.piece = piece;
    }

    /// Moves all that is left to be moved.
    static void run(DataSource database, Database.Kind kind) {
        run(database, kind, PIECE);
    }

    static void run(DataSource database, Database.Kind kind, int piece) {
        Upgrade.run(database, kind, upgrade -> new LogUpgrade(upgrade, piece).run());
    }

    private void run() throws SQLException {
        long conversations = upgrade.number("select count(*) from conversation_before");
        long keys = upgrade.number("select count(*) from inbound_key_before");
        if (conversations + keys > 0) {
            LOG.info("The log is brought into the form of this version; that may take minutes, and is done once");
            conversations(conversations);
            keys(keys);
            blobUses();
            LOG.info("The log has the form of this version");
        }
    }

    /// The last changed first, numbered downwards from -1, so that those which are in use lie together.
    private void conversations(long count) throws SQLException {
        long done = -upgrade.number("select coalesce(min(number), 0) from conversation");
        @Nullable Place place = done == 0 ? null : placeOf(-done);
        while (true) {
            List<Conversation> next = next(place);
            for (Conversation conversation : next) {
                move(conversation, - ++done);
            }
            connection.commit();
            upgrade.tell("conversations", done, count);
            if (next.size() < piece) {
                return;
            }
            place = next.getLast().place();
        }
    }

    private Place placeOf(long number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select b.tenant, b.message_at, b.id
                from conversation c join conversation_before b on b.id = c.id where c.number = ?""")) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Place(row.getString(1), row.getLong(2), row.getString(3));
            }
        }
    }

    private List<Conversation> next(@Nullable Place after) throws SQLException {
        List<Conversation> found = new ArrayList<>();
        String beyond = after == null ? "" : " where (tenant, message_at, id) < (?, ?, ?)";
        try (PreparedStatement select = connection.prepareStatement(
                """
                select tenant, message_at, id, changed_at, created_at, last_sequence
                from conversation_before""" + beyond + " order by tenant desc, message_at desc, id desc limit " + piece)) {
            if (after != null) {
                select.setString(1, after.tenant());
                select.setLong(2, after.messageAt());
                select.setString(3, after.id());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Conversation(
                            new Place(row.getString(1), row.getLong(2), row.getString(3)),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6)));
                }
            }
        }
        return found;
    }

    private void move(Conversation conversation, long number) throws SQLException {
        String id = conversation.place().id();
        upgrade.update("""
                insert into conversation (number, id, tenant, channel, inbox, thread, routing_key, partition, contact,
                                          created_at, session)
                select ?, id, tenant, channel, inbox, thread, routing_key, partition, contact, created_at, session_number
                from conversation_before where id = ?""", number, id);
        sessions(id, number);
        Entries entries = entries(id, number, conversation.lastSequence());
        // On PostgreSQL version 16 could not see whose times it was to set.
        long messageAt = conversation.place().messageAt() > 0
                ? conversation.place().messageAt()
                : entries.messageAt() > 0 ? entries.messageAt() : conversation.createdAt();
        upgrade.update(
                """
                insert into conversation_head (conversation, tenant, changed_at, message_at, waiting_since, last_sequence,
                                               last_visible, last_message, positions, changed_slot, message_slot)
                select ?, tenant, changed_at, ?, waiting_since, last_sequence, last_visible, ?, ?, ?, ?
                from conversation_before where id = ?""",
                number,
                messageAt,
                entries.lastMessage(),
                entries.open(),
                conversation.changedAt() / SLOT,
                messageAt / SLOT,
                id);
    }

    private void sessions(String conversation, long number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select number, tenant, status, assignee, id, labels, revision, opened_at, changed_at
                from session_before where conversation = ?""")) {
            select.setString(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    upgrade.update(
                            "insert into session (conversation, number, tenant, status, assignee, body)"
                                    + " values (?, ?, ?, ?, ?, ?)",
                            number,
                            row.getInt(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            session(row));
                }
            }
        }
    }

    /// A session in Protobuf: the fields of `ConversationView.Session`.
    private static byte[] session(ResultSet row) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeString(1, row.getString(5));
            out.writeInt32(2, row.getInt(1));
            out.writeEnum(
                    3,
                    switch (row.getString(3)) {
                        case "PENDING" -> 2;
                        case "RESOLVED" -> 3;
                        default -> 1;
                    });
            out.writeString(4, row.getString(4));
            String labels = row.getString(6);
            for (String label : labels.isEmpty() ? new String[0] : labels.split("\n", -1)) {
                out.writeString(5, label);
            }
            out.writeInt64(6, row.getLong(7));
            out.writeInt64(7, row.getLong(8));
            out.writeInt64(8, row.getLong(9));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Writes down at which positions the entries of a conversation stand. Those that were pruned have none.
    private Entries entries(String conversation, long number, long lastSequence) throws SQLException {
        Block block = new Block();
        long sequence = 0;
        long lastMessage = 0;
        long messageAt = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "select sequence, position, kind, stored_at from entry where conversation = ? order by sequence")) {
            select.setFetchSize(1_000);
            select.setString(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    while (sequence < row.getLong(1)) {
                        boolean here = ++sequence == row.getLong(1);
                        block.add(here ? row.getLong(2) : 0);
                        if (sequence % BLOCK == 0) {
                            write(number, sequence, block);
                            block = new Block();
                        }
                    }
                    if (row.getString(3).equals("message.created")) {
                        lastMessage = row.getLong(2);
                        messageAt = row.getLong(4);
                    }
                }
            }
        }
        while (sequence < lastSequence) {
            block.add(0);
            if (++sequence % BLOCK == 0) {
                write(number, sequence, block);
                block = new Block();
            }
        }
        return new Entries(block.bytes(), lastMessage, messageAt);
    }

    private void write(long number, long lastSequence, Block block) throws SQLException {
        if (block.last > 0) {
            upgrade.update(
                    "insert into entry_block (conversation, block, positions) values (?, ?, ?)",
                    number,
                    lastSequence / BLOCK - 1,
                    block.bytes());
        }
    }

    /// Keys are moved: what was, goes.
    private void keys(long count) throws SQLException {
        long done = 0;
        @Nullable Key last = null;
        while (true) {
            List<Key> next = nextKeys(last);
            if (next.isEmpty()) {
                return;
            }
            last = next.getLast();
            moveKeys(next);
            upgrade.update(
                    """
                    delete from inbound_key_before
                    where (tenant, inbox, "key") >= (?, ?, ?) and (tenant, inbox, "key") <= (?, ?, ?)""",
                    next.getFirst().tenant(),
                    next.getFirst().inbox(),
                    next.getFirst().key(),
                    last.tenant(),
                    last.inbox(),
                    last.key());
            connection.commit();
            done += next.size();
            upgrade.tell("keys", done, count);
        }
    }

    private List<Key> nextKeys(@Nullable Key after) throws SQLException {
        List<Key> found = new ArrayList<>();
        String beyond = after == null ? "" : " where (k.tenant, k.inbox, k.\"key\") > (?, ?, ?)";
        try (PreparedStatement select = connection.prepareStatement(
                """
                select k.tenant, k.inbox, k."key", k.state, k.fingerprint, k.stored_at, coalesce(k.sequence, 0),
                       c.number, coalesce(e.position, 0)
                from inbound_key_before k
                  left join conversation c on c.id = k.conversation
                  left join entry e on e.conversation = k.conversation and e.sequence = k.sequence""" + beyond + " order by k.tenant, k.inbox, k.\"key\" limit " + 10 * piece)) {
            if (after != null) {
                select.setString(1, after.tenant());
                select.setString(2, after.inbox());
                select.setString(3, after.key());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Key(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getInt(4),
                            row.getBytes(5),
                            row.getLong(6),
                            row.getLong(7),
                            row.getObject(8) == null ? null : row.getLong(8),
                            row.getLong(9)));
                }
            }
        }
        return found;
    }

    private void moveKeys(List<Key> keys) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into inbound_key (tenant, inbox, "key", state, fingerprint, conversation, sequence, position,
                                         stored_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")) {
            for (Key key : keys) {
                insert.setString(1, key.tenant());
                insert.setString(2, key.inbox());
                insert.setString(3, today(key.key()));
                insert.setInt(4, key.state());
                insert.setBytes(5, key.fingerprint());
                insert.setObject(6, key.number(), Types.BIGINT);
                insert.setLong(7, key.sequence());
                insert.setLong(8, key.position());
                insert.setLong(9, key.storedAt());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// Keys of our own clients began with who sent: `client:`, kind, account and the client's id. What a contact is
    /// called may hold a colon, and then its clients' ids hold none.
    static String today(String key) {
        String[] parts = key.split(":", 4);
        if (parts.length < 4 || !parts[0].equals("client")) {
            return key;
        }
        int end = parts[1].equals("CONTACT") ? key.lastIndexOf(':') : key.length() - parts[3].length() - 1;
        return "client:" + key.substring(end + 1) + key.substring("client".length(), end);
    }

    private void blobUses() throws SQLException {
        upgrade.update("""
                update blob_use set
                  partition = coalesce((select e.partition from entry e where e.conversation = blob_use.conversation
                                                                    and e.sequence = blob_use.sequence), 0),
                  position = coalesce((select e.position from entry e where e.conversation = blob_use.conversation
                                                                    and e.sequence = blob_use.sequence), 0)
                where position = 0""");
        connection.commit();
    }

    /// Where a conversation stands in the order in which they are moved.
    private record Place(String tenant, long messageAt, String id) {}

    private record Conversation(Place place, long changedAt, long createdAt, long lastSequence) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Entries(byte[] open, long lastMessage, long messageAt) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Key(
            String tenant,
            String inbox,
            String key,
            int state,
            byte[] fingerprint,
            long storedAt,
            long sequence,
            @Nullable Long number,
            long position) {}

    /// Positions as the distance of each from the one before, seven bits in a byte.
    private static final class Block {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long last;

        /// @param position 0 where there is none: the same as the one before, at which another entry stands
        void add(long position) {
            long distance = Math.max(0, position - last);
            for (; distance > 0x7f; distance >>>= 7) {
                bytes.write((int) (distance | 0x80));
            }
            bytes.write((int) distance);
            last += Math.max(0, position - last);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
