package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.BusinessRecord.KnownBy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/// Contacts of before are found by their numbers as those that come later are.
final class ContactFactMigrationTests {

    private static final Map<String, String> ATTRIBUTES = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("plain", "phone:13800138000"),
            Map.entry("written", "phone:+86 138-0013.8000"),
            Map.entry("slashes", "phone:138/0013\u00a08000"),
            Map.entry("international", "phone:0049 151 234"),
            Map.entry("prefixed", "phone:0086 (138) 0013 8000"),
            Map.entry("mail", "email: Mei@Shop.example "),
            Map.entry("member", "memberNumber: M-1 "),
            Map.entry("none", "phone:ask me"),
            Map.entry("other", "city:Suzhou")));

    @TempDir
    private Path directory;

    @OnBothDatabases
    void whatContactsAreKnownByIsTakenOverInTheSameForm(Database.Kind kind) throws Exception {
        DataSource source = source(kind);
        Databases.flyway(source, kind).target("59").load().migrate();
        insert(source, kind);
        Databases.flyway(source, kind).load().migrate();

        Map<String, String> expected = new HashMap<>();
        ATTRIBUTES.forEach((contact, attribute) -> {
            String name = attribute.substring(0, attribute.indexOf(':'));
            String value = attribute.substring(attribute.indexOf(':') + 1);
            if (KnownBy.FACTS.contains(name) && !contact.equals("none")) {
                expected.put(contact, name + " " + new KnownBy(name, value).value());
            }
        });
        assertThat(facts(source, kind)).isEqualTo(expected);
    }

    private DataSource source(Database.Kind kind) throws Exception {
        if (kind == Database.Kind.SQLITE) {
            SQLiteDataSource sqlite = new SQLiteDataSource();
            sqlite.setUrl("jdbc:sqlite:" + Files.createDirectories(directory).resolve("omnihub.db"));
            return sqlite;
        }
        DatabaseProperties properties = TestDatabases.newPostgres();
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(properties.url());
        postgres.setUser(properties.user());
        postgres.setPassword(properties.password());
        return postgres;
    }

    private static void insert(DataSource source, Database.Kind kind) throws Exception {
        try (Connection connection = source.getConnection()) {
            everyTenant(connection, kind);
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into contact (id, tenant, name, locale, attributes, created_at) values (?, 'default', '', '', ?, 1)")) {
                for (Map.Entry<String, String> each : ATTRIBUTES.entrySet()) {
                    String attribute = each.getValue();
                    insert.setString(1, each.getKey());
                    insert.setString(
                            2,
                            "{\"" + attribute.substring(0, attribute.indexOf(':')) + "\": \""
                                    + attribute.substring(attribute.indexOf(':') + 1) + "\"}");
                    insert.executeUpdate();
                }
            }
        }
    }

    private static Map<String, String> facts(DataSource source, Database.Kind kind) throws Exception {
        Map<String, String> facts = new HashMap<>();
        try (Connection connection = source.getConnection()) {
            everyTenant(connection, kind);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select contact, kind, value from contact_fact")) {
                while (rows.next()) {
                    facts.put(rows.getString(1), rows.getString(2) + " " + rows.getString(3));
                }
            }
        }
        return facts;
    }

    private static void everyTenant(Connection connection, Database.Kind kind) throws Exception {
        if (kind == Database.Kind.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set omnihub.tenants = '*'");
            }
        }
    }
}
