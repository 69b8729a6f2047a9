package io.omnihub.errand;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;

/// Deliveries and fetches of the version before are errands after the start, each as it was.
class ErrandMigrationTests {

    private static final List<String> DELIVERIES =
            List.of("pending", "claimed", "sent", "delivered", "read", "failed", "dead");
    private static final List<String> FETCHES = List.of("pending", "claimed", "stored", "failed");

    @TempDir
    private Path directory;

    @OnBothDatabases
    void eachRowIsKeptInItsState(Database.Kind kind) throws SQLException {
        DatabaseProperties postgres = kind == Database.Kind.POSTGRESQL ? TestDatabases.newPostgres() : null;
        Properties login = new Properties();
        String url = "jdbc:sqlite:" + directory.resolve("omnihub.db");
        if (postgres != null) {
            url = postgres.url();
            login.setProperty("user", postgres.user());
            login.setProperty("password", postgres.password());
            login.setProperty("options", "-c omnihub.tenants=*");
        }
        migrateToTheVersionBefore(kind, url, login);
        try (Connection before = DriverManager.getConnection(url, login)) {
            for (int i = 0; i < DELIVERIES.size(); i++) {
                insert(before, "delivery", """
                        (conversation, sequence, tenant, channel, inbox, thread, state, attempt, counted_from, faults,
                         next_attempt_at, give_up_at, owner, maybe_repeated, external_id, code, reason, replays, untold,
                         created_at, changed_at)
                        values ('c', ?, ?, 'wechat', 'shop', 'amy', ?, 7, 3, 2, 100, 200, 'node', 1, 'p1', '43', 'why',
                                1, 1, 10, 20)""", i, DELIVERIES.get(i));
            }
            for (int i = 0; i < FETCHES.size(); i++) {
                insert(before, "media_fetch", """
                        (conversation, sequence, tenant, state, part, channel, inbox, attempt, faults, next_attempt_at,
                         give_up_at, owner, reason, created_at, changed_at)
                        values ('c', ?, ?, ?, 4, 'wechat', 'shop', 7, 2, 100, 200, 'node', 'why', 10, 20)""", i, FETCHES.get(i));
            }
        }

        try (Databases databases = postgres == null ? Databases.sqlite(directory, 2) : Databases.postgres(postgres)) {
            Database database = databases.database();
            assertThat(rows(database, "delivery"))
                    .containsExactly(
                            "0.0 acme-0 wechat shop amy pending 7 3 2 100 200 node 1 p1 43 why 1 1 10 20",
                            "1.0 acme-1 wechat shop amy claimed 7 3 2 100 200 node 1 p1 43 why 1 1 10 20",
                            "2.0 acme-2 wechat shop amy done 7 3 2 100 200 node 1 p1 43 why 1 1 10 20",
                            "3.0 acme-3 wechat shop amy delivered 7 3 2 100 200 node 1 p1 43 why 1 1 10 20",
                            "4.0 acme-4 wechat shop amy read 7 3 2 100 200 node 1 p1 43 why 1 1 10 20",
                            "5.0 acme-5 wechat shop amy failed 7 3 2 100 200 node 1 p1 43 why 1 1 10 20",
                            "6.0 acme-6 wechat shop amy dead 7 3 2 100 200 node 1 p1 43 why 1 1 10 20");
            assertThat(rows(database, "media"))
                    .containsExactly(
                            "0.4 acme-0 wechat shop  pending 7 0 2 100 200 node 0   why 0 0 10 20",
                            "1.4 acme-1 wechat shop  claimed 7 0 2 100 200 node 0   why 0 0 10 20",
                            "2.4 acme-2 wechat shop  done 7 0 2 100 200 node 0   why 0 0 10 20",
                            "3.4 acme-3 wechat shop  failed 7 0 2 100 200 node 0   why 0 0 10 20");
        }
    }

    private static void migrateToTheVersionBefore(Database.Kind kind, String url, Properties login) {
        boolean sqlite = kind == Database.Kind.SQLITE;
        Flyway.configure()
                .dataSource(url, login.getProperty("user"), login.getProperty("password"))
                .locations(
                        "classpath:db/migration/common",
                        "classpath:db/migration/" + kind.name().toLowerCase(Locale.ROOT))
                .placeholders(Map.of(
                        "bytes", sqlite ? "blob" : "bytea",
                        "clustered", sqlite ? "without rowid" : "",
                        "all_tenants", sqlite ? "select 1" : "select set_config('omnihub.tenants', '*', true)"))
                .target("28?")
                .load()
                .migrate();
    }

    private static void insert(Connection connection, String table, String rest, int number, String state)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into " + table + " " + rest)) {
            insert.setLong(1, number);
            insert.setString(2, "acme-" + number);
            insert.setString(3, state);
            insert.executeUpdate();
        }
    }

    private static List<String> rows(Database database, String kind) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql().sql("""
                        select place || '.' || part || ' ' || tenant || ' ' || target || ' ' || inbox || ' ' || payload
                            || ' ' || state || ' ' || attempt || ' ' || counted_from || ' ' || faults
                            || ' ' || next_attempt_at || ' ' || give_up_at || ' ' || owner || ' ' || maybe_repeated
                            || ' ' || result || ' ' || code || ' ' || reason || ' ' || replays || ' ' || untold
                            || ' ' || created_at || ' ' || changed_at
                        from errand where kind = ? and lane = 'c' order by place""").param(kind).query(String.class).list());
    }
}
