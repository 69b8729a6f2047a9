package io.omnihub.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class CursorsTests {

    private static final Duration LENGTH = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T08:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private Databases databases;
    private Cursors cursors;

    @AfterEach
    void close() {
        databases.close();
    }

    @OnBothDatabases
    void aCursorBeginsWhereItIsToldAndStaysWhereItWasMoved(Database.Kind kind) {
        open(kind);
        long start = databases.database().write(Tenants.ALL, tx -> cursors.lock(tx, "delivery", 0, 5));
        databases.database().write(Tenants.ALL, tx -> {
            cursors.move(tx, "delivery", 0, 9);
            return 0;
        });
        long moved = databases.database().write(Tenants.ALL, tx -> cursors.lock(tx, "delivery", 0, 5));
        assertThat(start).isEqualTo(5);
        assertThat(moved).isEqualTo(9);
    }

    @OnBothDatabases
    void aLeaseKeepsOthersOutUntilItEndsAndAFrozenOwnerCantMoveTheCursorBack(Database.Kind kind) {
        open(kind);
        Cursors.Lease first = cursors.lease("crm", 0, 0, "node-a", LENGTH).orElseThrow();
        assertThat(cursors.lease("crm", 0, 0, "node-b", LENGTH)).isEmpty();
        assertThat(cursors.move(first, 7)).isTrue();

        now.updateAndGet(time -> time.plus(LENGTH));
        Cursors.Lease second = cursors.lease("crm", 0, 0, "node-b", LENGTH).orElseThrow();
        assertThat(second.position()).isEqualTo(7);
        assertThat(cursors.move(second, 12)).isTrue();

        assertThat(cursors.move(first, 8)).isFalse();
        assertThat(position()).isEqualTo(12);
    }

    @OnBothDatabases
    void aRenewedLeaseKeepsItsEpochAndALostOneDoesNot(Database.Kind kind) {
        open(kind);
        Cursors.Lease first = cursors.lease("crm", 0, 0, "node-a", LENGTH).orElseThrow();
        now.updateAndGet(time -> time.plusSeconds(5));
        Cursors.Lease renewed = cursors.lease("crm", 0, 0, "node-a", LENGTH).orElseThrow();
        now.updateAndGet(time -> time.plus(LENGTH));
        Cursors.Lease again = cursors.lease("crm", 0, 0, "node-a", LENGTH).orElseThrow();

        assertThat(renewed.epoch()).isEqualTo(first.epoch());
        assertThat(again.epoch()).isGreaterThan(first.epoch());
        assertThat(cursors.move(renewed, 3)).isFalse();
    }

    @OnBothDatabases
    void aReleasedLeaseIsFreeAtOnceAndAResetEndsEveryLease(Database.Kind kind) {
        open(kind);
        cursors.release(cursors.lease("crm", 0, 0, "node-a", LENGTH).orElseThrow());
        Cursors.Lease other = cursors.lease("crm", 0, 0, "node-b", LENGTH).orElseThrow();
        cursors.reset("crm", 0, 2);
        assertThat(cursors.move(other, 20)).isFalse();
        assertThat(position()).isEqualTo(2);
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        cursors = new Cursors(databases.database(), clock);
    }

    private long position() {
        return databases.database().write(Tenants.ALL, tx -> cursors.lock(tx, "crm", 0, 0));
    }
}
