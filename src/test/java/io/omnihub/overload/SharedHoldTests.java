package io.omnihub.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.AuditRow;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes on one database.
final class SharedHoldTests {

    @TempDir
    private Path directory;

    private final Overload here = Overload.never();
    private final Overload there = Overload.never();

    @OnBothDatabases
    void theLastWishIsWhatAllNodesDoAlsoThoseThatStartLater(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            AuditLog audit = new AuditLog(databases.database(), Clock.systemUTC());
            SharedHold one = new SharedHold(here, audit);
            SharedHold other = new SharedHold(there, audit);
            other.look();
            assertThat(there.isHeld()).isFalse();

            one.hold("reads", "amy");
            assertThat(here.height()).isEqualTo(2);
            other.look();
            assertThat(there.height()).isEqualTo(2);

            other.hold("nothing", "bob");
            one.look();
            assertThat(here.height()).isZero();
            assertThat(here.isHeld()).isTrue();

            one.hold("typing", "amy");
            audit.append(TenantId.DEFAULT, new AuditNote("amy", AuditAction.TOKEN_CREATED, "t-1"));
            Overload later = Overload.never();
            new SharedHold(later, audit).look();
            assertThat(later.height()).isEqualTo(1);

            other.letGo("bob");
            one.look();
            assertThat(here.isHeld()).isFalse();
            assertThatThrownBy(() -> one.hold("replies", "amy")).hasMessageContaining("must be one of typing, reads");
        }
    }

    /// Then each node was held by itself, until its end.
    @OnBothDatabases
    void whatWasWishedOfAnEarlierVersionIsNoWishOfAllNodes(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            AuditLog audit = new AuditLog(databases.database(), Clock.systemUTC());
            audit.append(TenantId.DEFAULT, new AuditNote("amy", AuditAction.OVERLOAD_HELD, "visitors"));

            new SharedHold(here, audit).look();

            assertThat(here.isHeld()).isFalse();
        }
    }

    @OnBothDatabases
    void aWishHoldsHereThoughTheDatabaseIsAwayAndTheOthersAreToldAfterwards(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            FaultyDatabase database = new FaultyDatabase(databases.database());
            AuditLog audit = new AuditLog(database, Clock.systemUTC());
            SharedHold one = new SharedHold(here, audit);
            SharedHold other = new SharedHold(there, audit);
            database.away(true);
            assertThatThrownBy(() -> one.hold("typing", "amy")).isInstanceOf(DatabaseUnavailableException.class);
            assertThatThrownBy(() -> one.hold("lists", "bob")).isInstanceOf(DatabaseUnavailableException.class);
            one.look();
            assertThat(here.height()).isEqualTo(3);

            database.away(false);
            one.look();
            other.look();

            assertThat(there.height()).isEqualTo(3);
            assertThat(audit.list(TenantId.DEFAULT, Long.MAX_VALUE, 10))
                    .extracting(AuditRow::who)
                    .containsExactly("bob", "amy");
        }
    }

    /// A step that only a later version has.
    @OnBothDatabases
    void whatIsNotKnownChangesNothing(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            AuditLog audit = new AuditLog(databases.database(), Clock.systemUTC());
            SharedHold one = new SharedHold(here, audit);
            one.hold("typing", "amy");
            audit.append(
                    TenantId.DEFAULT,
                    new AuditNote("amy", AuditAction.OVERLOAD_HELD, "everything", Map.of("nodes", "all")));

            one.look();

            assertThat(here.height()).isEqualTo(1);
        }
    }
}
