package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.route.RouteVersion.What;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;

/// What several nodes keep of one file.
final class RouteHistoryTests {

    private static final String FILE = "shop.camel.yaml";
    private static final byte[] BODY = {1};

    @TempDir
    private Path directory;

    @OnBothDatabases
    void aWishToGoBackIsNotLostWhereAnotherNodeKeepsAVersionAtThatMoment(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory);
                ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            RouteHistory history = new RouteHistory(databases.database(), Clock.systemUTC(), "");
            history.keep(FILE, "good", BODY, What.CAME, null, "root");
            CyclicBarrier together = new CyclicBarrier(2);
            for (int i = 0; i < 30; i++) {
                String there = "bad" + i;
                List<Future<?>> kept = List.of(
                        nodes.submit(() -> {
                            together.await();
                            history.keep(FILE, there, BODY, What.CAME, null, "root");
                            return null;
                        }),
                        nodes.submit(() -> {
                            together.await();
                            history.keep(FILE, "good", BODY, What.ROLLED_BACK, there, "amy");
                            return null;
                        }));
                for (Future<?> each : kept) {
                    each.get();
                }

                assertThat(history.last().get(FILE)).satisfies(last -> {
                    assertThat(last.hash()).isEqualTo("good");
                    assertThat(last.holds(there)).isTrue();
                });
            }
        }
    }

    @OnBothDatabases
    void ofManyVersionsTheNewestAreKeptWholeAndAnOldFolderIsStillKnownToBeOld(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            RouteHistory history = new RouteHistory(databases.database(), Clock.systemUTC(), "");
            int all = RouteHistory.KEPT + 5;
            for (int i = 1; i <= all; i++) {
                history.keep(FILE, "version" + i, BODY, What.CAME, null, "root");
            }
            history.keep("other.camel.yaml", "version1", BODY, What.CAME, null, "root");

            assertThat(history.versions(FILE))
                    .extracting(RouteVersion::number)
                    .hasSize(RouteHistory.KEPT)
                    .startsWith((long) all)
                    .endsWith(6L);
            assertThat(history.body(FILE, 6)).contains(BODY);
            assertThat(history.body(FILE, 5)).isEmpty();
            assertThat(history.knew(FILE, "version1", all)).isTrue();
            assertThat(history.body("other.camel.yaml", 1)).contains(BODY);

            // What was gone back to stands in a version of its own.
            history.keep(FILE, "version1", BODY, What.ROLLED_BACK, "version" + all, "amy");
            assertThat(history.last().get(FILE))
                    .satisfies(last -> assertThat(last.body()).isEqualTo(BODY));
        }
    }

    @OnBothDatabases
    void ofVersionsLongAgoNothingIsLeft(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            RouteHistory history = new RouteHistory(databases.database(), Clock.systemUTC(), "");
            history.keep(FILE, "first", BODY, What.CAME, null, "root");
            history.keep(FILE, "second", BODY, What.CAME, null, "root");
            databases
                    .database()
                    .write(
                            Tenants.ALL,
                            tx -> tx.sql()
                                    .sql("update route_version set number = ? where hash = 'second'")
                                    .params(RouteHistory.KNOWN)
                                    .update());
            history.keep(FILE, "third", BODY, What.CAME, null, "root");

            assertThat(history.knew(FILE, "first", Long.MAX_VALUE)).isFalse();
            assertThat(history.knew(FILE, "second", Long.MAX_VALUE)).isTrue();
        }
    }
}
