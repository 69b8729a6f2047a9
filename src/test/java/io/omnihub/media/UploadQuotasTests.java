package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.delivery.TestClock;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class UploadQuotasTests {

    private static final TenantId ACME = new TenantId("acme");

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();

    /// However many strangers uploaded on a day, nobody waits for long while their rows go.
    @OnBothDatabases
    void theRowsOfEarlierDaysGoInPieces(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Database database = databases.database();
            DataSize much = DataSize.ofGigabytes(1);
            UploadQuotas quotas =
                    new UploadQuotas(database, new UploadProperties(Duration.ofHours(1), much, much, much), clock);
            for (int i = 0; i < 60; i++) {
                reserve(quotas, i);
            }
            assertThat(rows(database)).isEqualTo(121);
            clock.forward(Duration.ofDays(2));
            reserve(quotas, 1);
            assertThat(rows(database)).isEqualTo(21 + 3);
            reserve(quotas, 1);
            assertThat(rows(database)).isEqualTo(3);
        }
    }

    private static void reserve(UploadQuotas quotas, int stranger) {
        Uploader visitor = Uploader.visitor(ACME, "v-" + stranger, new ConversationId("c-" + stranger));
        var _ = quotas.reserve(visitor, "shop", "192.0.2." + stranger, 1);
    }

    private static int rows(Database database) {
        return database.read(
                Tenants.of(ACME),
                tx -> tx.sql()
                        .sql("select count(*) from upload_day")
                        .query(Integer.class)
                        .single());
    }
}
