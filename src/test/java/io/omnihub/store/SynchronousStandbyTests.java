package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A PostgreSQL that waits for a standby which never comes.
class SynchronousStandbyTests {

    private static final String WAITING = "from pg_stat_activity where wait_event = 'SyncRep'";

    @Test
    void aCommitThatStoppedWaitingForItsStandbyCountsAsFailed() throws IOException, SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_standby_names", "nobody")
                        .start();
                Connection admin = server.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("set synchronous_commit = local");
            statement.execute("create role hub login password 'secret'");
            statement.execute("alter role hub set synchronous_commit = local");
            statement.execute("create database hub owner hub");
            String url = "jdbc:postgresql://localhost:" + server.getPort() + "/hub";
            try (Databases databases = Databases.postgres(new DatabaseProperties(url, "hub", "secret", 2, false))) {
                CompletableFuture<Integer> write =
                        CompletableFuture.supplyAsync(() -> databases.database().write(Tenants.ALL, tx -> {
                            tx.sql().sql("set local synchronous_commit = on").update();
                            return tx.sql()
                                    .sql("insert into partition (id, last_position) values (7, 0)")
                                    .update();
                        }));
                await().until(() ->
                        statement.executeQuery("select 1 " + WAITING).next());
                statement.execute("select pg_cancel_backend(pid) " + WAITING);

                assertThatThrownBy(() -> write.orTimeout(30, TimeUnit.SECONDS).join())
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(DatabaseUnavailableException.class);
                // It stands there all the same: what became of such a commit is unknown.
                int rows = databases
                        .database()
                        .read(
                                Tenants.ALL,
                                tx -> tx.sql()
                                        .sql("select count(*) from partition where id = 7")
                                        .query(Integer.class)
                                        .single());
                assertThat(rows).isEqualTo(1);
            }
        }
    }
}
