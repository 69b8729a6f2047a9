package io.omnihub.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LogEpochTests {

    @TempDir
    private Path directory;

    private Databases databases;

    @AfterEach
    void close() {
        databases.close();
    }

    @OnBothDatabases
    void theEpochStaysWhileTheDatabaseIsTheSameAndGrowsWhenItIsAnother(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        LogEpoch epoch = new LogEpoch(databases.database());
        long first = epoch.check();
        assertThat(epoch.check()).isEqualTo(first);

        // As after a promotion: what is stored is of another timeline.
        databases
                .database()
                .write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("update log_epoch set origin = 'elsewhere/1'")
                                .update());
        assertThat(epoch.check()).isEqualTo(first + 1);
        assertThat(epoch.raise()).isEqualTo(first + 2);
        assertThat(epoch.current()).isEqualTo(first + 2);
    }
}
