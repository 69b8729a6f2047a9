package io.omnihub.identity;

import static io.omnihub.identity.IdentityRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.TenantId;
import io.omnihub.store.BadDataException;
import io.omnihub.store.Database;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// The chain of what was done, in a real database.
class AuditLogTests {

    @TempDir
    private Path directory;

    private @Nullable IdentityRig rig;

    @AfterEach
    void close() {
        rig().close();
    }

    @OnBothDatabases
    void manyAtTheSameTimeMakeOneChainForEachTenant(Database.Kind kind) {
        AuditLog audit = open(kind);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                TenantId tenant = i % 4 == 0 ? TenantId.DEFAULT : ACME;
                String target = "token-" + i;
                threads.execute(() -> audit.append(tenant, note(target)));
            }
        }

        assertThat(audit.list(ACME, Long.MAX_VALUE, 100))
                .extracting(AuditRow::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 30)
                        .mapToObj(number -> 31 - number)
                        .toList());
        assertThat(audit.verify(ACME)).isEqualTo(right(30));
        assertThat(audit.verify(TenantId.DEFAULT)).isEqualTo(right(10));
        assertThat(audit.verify(new TenantId("nobody"))).isEqualTo(right(0));
    }

    @OnBothDatabases
    void whatIsRolledBackLeavesNoRow(Database.Kind kind) {
        AuditLog audit = open(kind);
        assertThatThrownBy(() -> rig().databases.database().write(Tenants.of(ACME), tx -> {
                    audit.append(tx, ACME, note("never"));
                    throw new LastAdminException();
                }))
                .isInstanceOf(LastAdminException.class);

        audit.append(ACME, note("crm"));

        assertThat(rig().told(ACME)).containsExactly("ann token.created crm");
        assertThat(audit.verify(ACME)).isEqualTo(right(1));
    }

    @OnBothDatabases
    void theHubCantChangeOrDeleteARow(Database.Kind kind) {
        AuditLog audit = open(kind);
        audit.append(ACME, note("crm"));
        for (String statement : List.of("update audit set who = 'bob'", "delete from audit")) {
            if (kind == Database.Kind.SQLITE) {
                assertThatThrownBy(() -> run(statement)).as(statement).isInstanceOf(BadDataException.class);
            } else {
                assertThat(run(statement)).as(statement).isZero();
            }
        }

        assertThat(audit.verify(ACME)).isEqualTo(right(1));
    }

    @OnBothDatabases
    void theFirstRowThatWasTamperedWithIsFound(Database.Kind kind) {
        AuditLog audit = open(kind);
        for (int i = 1; i <= 1_203; i++) {
            audit.append(ACME, note("token-" + i));
        }
        assertThat(audit.verify(ACME)).isEqualTo(right(1_203));
        unlock(kind);
        Map<String, Long> tampering = Map.of(
                "update audit set who = 'bob' where number = 700",
                700L,
                "update audit set at = at + 1 where number = 1",
                1L,
                "update audit set details = '{}' where number = 1203",
                1_203L,
                "update audit set hash = previous where number = 3",
                3L,
                "delete from audit where number = 501",
                501L,
                "delete from audit where number > 1200",
                1_201L,
                "update audit_head set number = 1000",
                1_000L,
                "delete from audit_head",
                1L,
                "insert into audit select tenant, 1204, at, who, what, target, details, hash, hash from audit"
                        + " where number = 1203",
                1_204L);
        tampering.forEach((statement, number) -> {
            run("create table kept as select * from audit");
            run("create table kept_head as select * from audit_head");
            assertThat(run(statement)).as(statement).isPositive();

            assertThat(audit.verify(ACME).firstWrong()).as(statement).hasValue(number);

            for (String table : List.of("audit", "audit_head")) {
                String kept = table.replace("audit", "kept");
                run("delete from " + table);
                run("insert into " + table + " select * from " + kept);
                run("drop table " + kept);
            }
            assertThat(audit.verify(ACME)).isEqualTo(right(1_203));
        });
    }

    private static AuditNote note(String target) {
        return new AuditNote("ann", AuditAction.TOKEN_CREATED, target, Map.of("role", "agent"));
    }

    private static AuditCheck.Result right(long rows) {
        return new AuditCheck.Result(rows, OptionalLong.empty());
    }

    /// As somebody can who owns the database.
    private void unlock(Database.Kind kind) {
        if (kind == Database.Kind.SQLITE) {
            run("drop trigger audit_is_not_changed");
            run("drop trigger audit_is_not_deleted");
        } else {
            run("alter table audit no force row level security");
        }
    }

    private int run(String statement) {
        return rig().databases
                .database()
                .write(Tenants.ALL, tx -> tx.sql().sql(statement).update());
    }

    private AuditLog open(Database.Kind kind) {
        rig = new IdentityRig(kind, directory);
        return rig().audit;
    }

    private IdentityRig rig() {
        return Objects.requireNonNull(rig);
    }
}
