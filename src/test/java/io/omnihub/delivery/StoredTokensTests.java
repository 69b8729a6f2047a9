package io.omnihub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.http.SharedTokens;
import io.omnihub.channel.http.SharedTokens.Held;
import io.omnihub.channel.http.SharedTokens.Turn;
import io.omnihub.keys.TestKeys;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;

final class StoredTokensTests {

    private static final String APP = "wechat/wx1";
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private final Held held = new Held("a secret token", clock.instant().plusSeconds(6000));

    @TempDir
    private Path directory;

    @TempDir
    private Path keys;

    @OnBothDatabases
    void aTokenIsSharedByAllNodesAndReadableToNobodyElse(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            SharedTokens one = node(databases, clock);
            SharedTokens other = node(databases, clock);
            assertThat(other.find(TENANT, APP)).isEmpty();
            try (Turn turn = one.turn(TENANT, APP, LONGEST).orElseThrow()) {
                assertThat(other.turn(TENANT, APP, LONGEST)).isEmpty();
                assertThat(other.turn(TENANT, "wechat/wx2", LONGEST)).isPresent();
                assertThat(turn.share(held)).isTrue();
            }
            assertThat(other.find(TENANT, APP)).contains(held);
            assertThat(other.find(new TenantId("another"), APP)).isEmpty();
            assertThat(other.turn(TENANT, APP, LONGEST)).isPresent();
            byte[] stored = databases
                    .database()
                    .read(
                            Tenants.ALL,
                            tx -> tx.sql()
                                    .sql("select sealed from access_token where name = ?")
                                    .param(APP)
                                    .query((row, _) -> row.getBytes(1))
                                    .single());
            assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        }
    }

    @OnBothDatabases
    void theTurnOfANodeThatDroppedEndsAndWhatItSharesLaterDoesNotCount(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Turn dropped = node(databases, clock).turn(TENANT, APP, LONGEST).orElseThrow();
            SharedTokens later = node(databases, Clock.offset(clock, LONGEST));
            try (Turn turn = later.turn(TENANT, APP, LONGEST).orElseThrow()) {
                assertThat(turn.share(held)).isTrue();
                assertThat(dropped.share(new Held("a token that is over", clock.instant())))
                        .isFalse();
                dropped.close();
                assertThat(later.turn(TENANT, APP, LONGEST)).isEmpty();
            }
            assertThat(later.find(TENANT, APP)).contains(held);
        }
    }

    private SharedTokens node(Databases databases, Clock clock) {
        return new StoredTokens(databases.database(), TestKeys.open(databases.database(), keys), clock);
    }
}
