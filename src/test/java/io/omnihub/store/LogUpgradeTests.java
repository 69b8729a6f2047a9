package io.omnihub.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations.Filter;
import io.omnihub.conversation.Conversations.Order;
import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.Session;
import io.omnihub.message.Visibility;
import io.omnihub.wire.ProtobufCodec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/// A data folder of version 28 of the schema, as the hub of that time left it when it was killed after 24 customers had
/// written at once: messages with a platform's id and with a client's, answers, notes, labels, sessions in every state,
/// something erased, an edit that waits for its message, a dead letter. The first 150 entries were pruned.
class LogUpgradeTests {

    private static final long PRUNED = 150;

    @TempDir
    private Path directory;

    @OnBothDatabases
    void whatVersion28LeftIsAllThere(Database.Kind kind) throws Exception {
        Before before = before(kind);
        try (Databases databases = before.open();
                Hub hub = new Hub(databases.database())) {
            checkLog(before, hub);
            checkConversations(before, hub);
            checkKeys(hub);
            goOn(hub);
        }
    }

    @OnBothDatabases
    void killedInTheMiddleItGoesOnWhereItWas(Database.Kind kind) throws Exception {
        Before before = before(kind);
        Databases.flyway(before.source(), kind).target(LogUpgrade.AFTER).load().migrate();
        // Conversations take 9 commits, keys some 26.
        for (int commits : List.of(4, 4, 12)) {
            assertThatThrownBy(() -> LogUpgrade.run(failingAfter(commits, before.source()), kind, 3))
                    .hasRootCauseMessage("killed");
        }
        try (Databases databases = before.open();
                Hub hub = new Hub(databases.database())) {
            checkLog(before, hub);
            checkConversations(before, hub);
            checkKeys(hub);
        }
    }

    @OnBothDatabases
    void entriesGoOnWhereTheirMovingWasKilled(Database.Kind kind) throws Exception {
        Before before = before(kind);
        Databases.flyway(before.source(), kind).target(LogUpgrade.AFTER).load().migrate();
        LogUpgrade.run(before.source(), kind);
        Databases.flyway(before.source(), kind)
                .target(EntryUpgrade.AFTER)
                .load()
                .migrate();
        addToPartition3(before.source());
        for (int commits : List.of(0, 3, 5)) {
            assertThatThrownBy(() -> EntryUpgrade.run(failingAfter(commits, before.source()), kind, 20))
                    .hasRootCauseMessage("killed");
        }
        EntryUpgrade.run(before.source(), kind, 20);
        assertThat(numberIn(before.source(), "select count(*) from entry_before"))
                .isZero();
        assertThat(numberIn(before.source(), "select max(id) - 3 * 281474976710656 from entry"))
                .isEqualTo(100);
        numberIn(before.source(), "delete from entry where id > 3 * 281474976710656 returning 0");
        numberIn(before.source(), "delete from partition where id = 3 returning 0");
        try (Databases databases = before.open();
                Hub hub = new Hub(databases.database())) {
            checkLog(before, hub);
        }
    }

    /// A copy of 50 entries.
    private static void addToPartition3(DataSource source) throws SQLException {
        numberIn(source, "insert into partition (id, last_position) values (3, 100) returning 0");
        numberIn(source, """
                insert into entry_before (partition, position, tenant, conversation, sequence, visibility, kind,
                                          stored_at, body, raw)
                select 3, position - 150, tenant, conversation, sequence, visibility, kind, stored_at, body, raw
                from entry_before where position between 201 and 250 returning 0""");
    }

    private static long numberIn(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                statement.execute("set omnihub.tenants = '*'");
            }
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    void keysOfClientsBeginWithTheirIds() {
        assertThat(LogUpgrade.today("client:CONTACT:a:b:0123456789abcdef"))
                .isEqualTo(Keys.client(Sender.contact("a:b"), "0123456789abcdef"));
        assertThat(LogUpgrade.today("client:AGENT:ann:order:5")).isEqualTo(Keys.client(Sender.agent("ann"), "order:5"));
        assertThat(LogUpgrade.today("message:client:a:b:c")).isEqualTo("message:client:a:b:c");
    }

    /// Positions and sequences are gapless and unique, and every entry is found by its sequence.
    private static void checkLog(Before before, Hub hub) {
        List<Long> positions = new ArrayList<>();
        before.entries().forEach((id, entries) -> {
            List<Entry> found = hub.reader.ofConversation(Hub.TENANT, id, 0, 100_000, Visibility.AGENTS);
            assertThat(found).isEqualTo(entries);
            long last = requireNonNull(before.lastSequences().get(id));
            long first = last - found.size() + 1;
            assertThat(found)
                    .extracting(Entry::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(first, last).boxed().toList());
            found.forEach(entry -> positions.add(entry.position()));
            long middle = first + found.size() / 2;
            Tenants tenants = Tenants.of(Hub.TENANT);
            assertThat(hub.database.<Optional<Entry>>read(tenants, tx -> hub.reader.find(tx, Hub.TENANT, id, middle)))
                    .contains(entries.get((int) (middle - first)));
            assertThat(hub.database.<Optional<Entry>>read(
                            tenants, tx -> hub.reader.find(tx, Hub.TENANT, id, first - 1)))
                    .isEmpty();
            assertThat(hub.reader.ofConversationBefore(Hub.TENANT, id, middle, 5, Visibility.EVERYONE))
                    .isEqualTo(lastVisible(entries, middle));
        });
        assertThat(positions.stream().sorted().toList())
                .isEqualTo(LongStream.rangeClosed(PRUNED + 1, PRUNED + positions.size())
                        .boxed()
                        .toList());
        assertThat(hub.reader.lastPosition(0)).isEqualTo(PRUNED + positions.size());
    }

    private static List<Entry> lastVisible(List<Entry> entries, long beforeSequence) {
        List<Entry> visible = entries.stream()
                .filter(entry -> entry.sequence() < beforeSequence && entry.visibility() == Visibility.EVERYONE)
                .map(Entry::forContact)
                .toList();
        return visible.subList(Math.max(0, visible.size() - 5), visible.size());
    }

    private static void checkConversations(Before before, Hub hub) {
        Filter all =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        List<Conversation> listed = hub.conversations.list(Hub.TENANT, all, Order.MESSAGE, null, 100);
        assertThat(listed)
                .hasSize(24)
                .isSortedAccordingTo((a, b) -> b.messageAt().compareTo(a.messageAt()));
        for (Conversation conversation : listed) {
            Map<String, Object> row = requireNonNull(before.conversations().get(conversation.id()));
            Session session = requireNonNull(conversation.session());
            Map<String, Object> now = new HashMap<>();
            now.put("thread", conversation.thread());
            now.put("contact", conversation.contact().value());
            now.put("created_at", conversation.createdAt().toEpochMilli());
            now.put("changed_at", conversation.changedAt().toEpochMilli());
            now.put("message_at", conversation.messageAt().toEpochMilli());
            now.put(
                    "waiting_since",
                    conversation.waitingSince() == null
                            ? null
                            : conversation.waitingSince().toEpochMilli());
            now.put("last_sequence", conversation.lastSequence());
            now.put("last_visible", conversation.lastVisible());
            now.put("session", session.id().value());
            now.put("session_number", (long) session.number());
            now.put("status", session.status().name());
            now.put("assignee", session.assignee());
            now.put("labels", String.join("\n", session.labels()));
            now.put("revision", session.revision());
            now.put("session_opened_at", session.openedAt().toEpochMilli());
            now.put("session_changed_at", session.changedAt().toEpochMilli());
            assertThat(now).isEqualTo(row);
            assertThat(hub.conversations.sessions(Hub.TENANT, conversation.id()).getLast())
                    .isEqualTo(session);
            long lastMessage = before.entries().getOrDefault(conversation.id(), List.of()).stream()
                    .filter(entry -> entry.kind() == EntryKind.MESSAGE_CREATED)
                    .mapToLong(Entry::position)
                    .max()
                    .orElse(0);
            assertThat(conversation.head().lastMessage()).isEqualTo(lastMessage);
        }
    }

    /// What is sent again is answered with the first result, also what stood in an entry that was pruned.
    private static void checkKeys(Hub hub) {
        for (int i = 0; i < 200; i++) {
            Outcome again = hub.take(
                    i % 3 == 2
                            ? hub.event(
                                    "user0",
                                    Keys.client(Sender.contact("user0"), "0123456789abcdef-0-" + i),
                                    Message.of("", new Content.Text("client " + i + " of 0")))
                            : hub.text("user0", "m-0-" + i, "text " + i + " of 0"));
            assertThat(again).isInstanceOfSatisfying(Outcome.Stored.class, stored -> {
                assertThat(stored.duplicate()).isTrue();
                assertThat(stored.conversation()).isEqualTo(hub.id("user0"));
                assertThat(stored.sequence()).isPositive();
            });
        }
        assertThat(hub.take(hub.text("user0", "m-0-3", "another text"))).isInstanceOf(Outcome.Dead.class);
    }

    private static void goOn(Hub hub) {
        long last = hub.conversation("user1").lastSequence();
        Outcome stored = hub.take(hub.text("user1", "to-come", "the message that was waited for"));
        assertThat(stored).isInstanceOf(Outcome.Stored.class);
        assertThat(hub.kinds("user1")).endsWith("message.created", "message.edited");
        assertThat(hub.conversation("user1").lastSequence()).isGreaterThan(last);
        for (int i = 0; i < 200; i++) {
            hub.take(hub.text("user0", "new-" + i, "text"));
        }
        assertThat(hub.entries("user0"))
                .extracting(Entry::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(
                                hub.entries("user0").getFirst().sequence(),
                                hub.conversation("user0").lastSequence())
                        .boxed()
                        .toList());
        assertThat(hub.command("user2", new Command.Reopen(0))).isInstanceOf(Outcome.Stored.class);
    }

    /// The database as it was left, which PostgreSQL gets row by row.
    private Before before(Database.Kind kind) throws IOException, SQLException {
        Path file = directory.resolve("omnihub.db");
        try (InputStream packed = requireNonNull(getClass().getResourceAsStream("version-28.db.gz"))) {
            Files.copy(new GZIPInputStream(packed), file);
        }
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + file);
        if (kind == Database.Kind.SQLITE) {
            return Before.read(sqlite, () -> Databases.sqlite(directory, 4));
        }
        DatabaseProperties properties = TestDatabases.newPostgres();
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(properties.url());
        postgres.setUser(properties.user());
        postgres.setPassword(properties.password());
        Databases.flyway(postgres, kind)
                .target(MigrationVersion.fromVersion("28"))
                .load()
                .migrate();
        try (Connection from = sqlite.getConnection();
                Connection to = postgres.getConnection()) {
            copy(from, to);
        }
        return Before.read(sqlite, () -> Databases.postgres(properties)).at(postgres);
    }

    private static void copy(Connection from, Connection to) throws SQLException {
        DatabaseMetaData tables = from.getMetaData();
        try (Statement tenants = to.createStatement();
                ResultSet names = tables.getTables(null, null, "%", new String[] {"TABLE"})) {
            tenants.execute("set omnihub.tenants = '*'");
            while (names.next()) {
                String table = names.getString("TABLE_NAME");
                if (!table.startsWith("flyway") && !table.startsWith("sqlite")) {
                    copy(from, to, table);
                }
            }
        }
    }

    private static void copy(Connection from, Connection to, String table) throws SQLException {
        try (Statement select = from.createStatement();
                ResultSet rows = select.executeQuery("select * from " + table)) {
            int columns = rows.getMetaData().getColumnCount();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                names.add('"' + rows.getMetaData().getColumnName(i) + '"');
            }
            try (PreparedStatement insert = to.prepareStatement("insert into " + table + " (" + String.join(", ", names)
                    + ") values (" + String.join(", ", Collections.nCopies(columns, "?")) + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        switch (rows.getObject(i)) {
                            case byte[] bytes -> insert.setBytes(i, bytes);
                            case Number number -> insert.setLong(i, number.longValue());
                            case null -> insert.setObject(i, null);
                            case Object text -> insert.setString(i, text.toString());
                        }
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    /// A database whose process is killed at a commit.
    private static DataSource failingAfter(int commits, DataSource real) {
        AtomicInteger left = new AtomicInteger(commits);
        return proxy(DataSource.class, real, (name, result) -> switch (result) {
            case Connection connection ->
                proxy(Connection.class, connection, (called, value) -> {
                    if (called.equals("commit") && left.getAndDecrement() <= 0) {
                        throw new SQLException("killed");
                    }
                    return value;
                });
            case Object other -> other;
        });
    }

    private static <T> T proxy(Class<T> type, T real, After after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, args) -> {
            if (method.getName().equals("commit")) {
                after.on("commit", "");
            }
            try {
                Object result = method.invoke(real, args);
                return result == null || method.getName().equals("commit")
                        ? result
                        : after.on(method.getName(), result);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @FunctionalInterface
    private interface After {
        Object on(String method, Object result) throws SQLException;
    }

    @FunctionalInterface
    private interface Opening {
        Databases open();
    }

    /// What stood in the tables of version 28.
    private record Before(
            DataSource source,
            Opening opening,
            Map<ConversationId, List<Entry>> entries,
            Map<ConversationId, Long> lastSequences,
            Map<ConversationId, Map<String, Object>> conversations) {

        static Before read(DataSource source, Opening opening) throws SQLException {
            Before before = new Before(source, opening, new HashMap<>(), new HashMap<>(), new HashMap<>());
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                try (ResultSet rows =
                        statement.executeQuery("select body from entry order by conversation, sequence")) {
                    while (rows.next()) {
                        Entry entry = ProtobufCodec.decodeEntry(rows.getBytes(1));
                        before.entries
                                .computeIfAbsent(entry.conversation(), _ -> new ArrayList<>())
                                .add(entry);
                    }
                }
                try (ResultSet rows = statement.executeQuery("""
                        select id, thread, contact, created_at, changed_at, message_at, waiting_since, last_sequence,
                               last_visible, session, session_number, status, assignee, labels, revision,
                               session_opened_at, session_changed_at from conversation""")) {
                    while (rows.next()) {
                        Map<String, Object> row = new HashMap<>();
                        for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
                            Object value = rows.getObject(i);
                            row.put(
                                    rows.getMetaData().getColumnName(i),
                                    value instanceof Number number ? (Object) number.longValue() : value);
                        }
                        ConversationId id = new ConversationId(rows.getString(1));
                        before.conversations.put(id, row);
                        before.lastSequences.put(id, rows.getLong("last_sequence"));
                    }
                }
            }
            return before;
        }

        Before at(DataSource other) {
            return new Before(other, opening, entries, lastSequences, conversations);
        }

        Databases open() {
            return opening.open();
        }
    }
}
