package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class PostgresDatabaseTests {

    @Test
    void aReadThatTheServerDoesNotAnswerIsGivenUpSoon() {
        try (Databases databases = Databases.postgres(TestDatabases.newPostgres())) {
            Database database = databases.database();

            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(15),
                    () -> assertThatThrownBy(() -> database.read(
                                    Tenants.ALL,
                                    tx -> tx.sql()
                                            .sql("select 1 from pg_sleep(25)")
                                            .query(Integer.class)
                                            .single()))
                            .isInstanceOf(DatabaseUnavailableException.class));

            int later = database.read(
                    Tenants.ALL,
                    tx -> tx.sql().sql("select 1").query(Integer.class).single());
            assertThat(later).isEqualTo(1);
        }
    }

    @Test
    void aWriteMayTakeLongerThanARead() {
        try (Databases databases = Databases.postgres(TestDatabases.newPostgres())) {
            Database database = databases.database();
            var _ = database.read(
                    Tenants.ALL,
                    tx -> tx.sql().sql("select 1").query(Integer.class).single());

            int written = database.write(
                    Tenants.ALL,
                    tx -> tx.sql()
                            .sql("select 1 from pg_sleep(3)")
                            .query(Integer.class)
                            .single());
            assertThat(written).isEqualTo(1);
        }
    }
}
