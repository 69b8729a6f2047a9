package io.omnihub.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.TestClock;
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

    /// Each from an address of his own: none has a large share, and the site's is used up.
    @OnBothDatabases
    void allOfASiteTogetherUploadNoMoreThanItsShareOfADay(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            UploadQuotas quotas = new UploadQuotas(
                    databases.database(),
                    new UploadProperties(
                            Duration.ofHours(1), DataSize.ofBytes(10), DataSize.ofBytes(10), DataSize.ofBytes(25)),
                    clock);
            reserve(quotas, 1, "shop", 10);
            UploadQuotas.Reserved cutShort = reserve(quotas, 2, "shop", 10);
            assertThatThrownBy(() -> reserve(quotas, 3, "shop", 6))
                    .isInstanceOfSatisfying(
                            QuotaException.class,
                            refused ->
                                    assertThat(refused.pause()).isPositive().isLessThanOrEqualTo(Duration.ofDays(1)));
            assertThat(reserve(quotas, 3, "another", 10))
                    .as("another site has its own")
                    .isNotNull();

            cutShort.settle(9);
            assertThat(reserve(quotas, 4, "shop", 6))
                    .as("what did not come does not count")
                    .isNotNull();
            assertThatThrownBy(() -> reserve(quotas, 5, "shop", 1)).isInstanceOf(QuotaException.class);
            clock.forward(Duration.ofDays(1));
            assertThat(reserve(quotas, 5, "shop", 10)).as("the next day").isNotNull();
        }
    }

    private static UploadQuotas.Reserved reserve(UploadQuotas quotas, int stranger, String site, long bytes) {
        Uploader visitor = Uploader.visitor(ACME, "v-" + stranger, new ConversationId("c-" + stranger));
        return quotas.reserve(visitor, site, "192.0.2." + stranger, bytes);
    }

    private static void reserve(UploadQuotas quotas, int stranger) {
        var _ = reserve(quotas, stranger, "shop", 1);
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
