package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.TenantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowLevelSecurityTests {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");

    private DatabaseProperties properties;
    private Databases databases;

    @BeforeEach
    void open() {
        properties = TestDatabases.newPostgres();
        databases = Databases.postgres(properties);
        insert(Tenants.of(ACME), ACME);
        insert(Tenants.of(BOLT), BOLT);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void aTransactionSeesTheRowsOfItsTenantsOnly() {
        assertThat(tenantsSeenBy(Tenants.of(ACME))).containsExactly("acme");
        assertThat(tenantsSeenBy(Tenants.of(Set.of(ACME, BOLT)))).containsExactlyInAnyOrder("acme", "bolt");
        assertThat(tenantsSeenBy(Tenants.of(new TenantId("nobody")))).isEmpty();
        assertThat(tenantsSeenBy(Tenants.ALL)).hasSize(2);
    }

    @Test
    void aRowOfAnotherTenantCantBeWritten() {
        assertThatThrownBy(() -> insert(Tenants.of(ACME), BOLT)).isInstanceOf(DatabaseUnavailableException.class);
    }

    @Test
    void aQueryWithoutATenantSeesNothing() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(properties.url(), properties.user(), properties.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from contact")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void everyTableWithATenantHasAPolicy() {
        List<String> unprotected = databases
                .database()
                .read(Tenants.ALL, tx -> tx.sql().sql("""
                        select c.table_name from information_schema.columns c join pg_class p on p.relname = c.table_name
                        where c.table_schema = 'public' and c.column_name = 'tenant'
                          and not (p.relrowsecurity and p.relforcerowsecurity)""").query(String.class).list());
        assertThat(unprotected).isEmpty();
    }

    @Test
    void aRoleThatSeesEverythingIsRefused() {
        DatabaseProperties superuser = new DatabaseProperties(properties.url(), "postgres", "postgres", 2, false);
        assertThatThrownBy(() -> Databases.postgres(superuser))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void aServerThatAnswersBeforeTheDiskIsRefused() {
        DatabaseProperties durable =
                new DatabaseProperties(properties.url(), properties.user(), properties.password(), 2, true);
        assertThatThrownBy(() -> Databases.postgres(durable))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fsync is off");
    }

    private void insert(Tenants tenants, TenantId tenant) {
        databases
                .database()
                .write(
                        tenants,
                        tx -> tx.sql()
                                .sql(
                                        "insert into contact (id, tenant, name, locale, attributes, created_at) values (?, ?, '', '', '{}', 0)")
                                .params(tenant + "-1", tenant.value())
                                .update());
    }

    private List<String> tenantsSeenBy(Tenants tenants) {
        return databases
                .database()
                .read(
                        tenants,
                        tx -> tx.sql()
                                .sql("select tenant from contact")
                                .query(String.class)
                                .list());
    }
}
