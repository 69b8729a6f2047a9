package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.route.RouteVersion.What;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import io.omnihub.watch.Seen;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
            history.keep(new RouteHistory.New(FILE, "good", BODY, What.CAME, null, "root"));
            CyclicBarrier together = new CyclicBarrier(2);
            for (int i = 0; i < 30; i++) {
                String there = "bad" + i;
                List<Future<?>> kept = List.of(
                        nodes.submit(() -> {
                            together.await(30, TimeUnit.SECONDS);
                            history.keep(new RouteHistory.New(FILE, there, BODY, What.CAME, null, "root"));
                            return null;
                        }),
                        nodes.submit(() -> {
                            together.await(30, TimeUnit.SECONDS);
                            history.keep(new RouteHistory.New(FILE, "good", BODY, What.ROLLED_BACK, there, "amy"));
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

    /// A route and its mapping, which two nodes bring at the same moment, while a third one looks.
    @OnBothDatabases
    void whatIsKeptTogetherIsSeenTogetherByOtherNodes(Database.Kind kind) throws Exception {
        String mapping = "mappings/shop.yaml";
        try (Databases databases = TestDatabases.open(kind, directory);
                ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            RouteHistory history = new RouteHistory(databases.database(), Clock.systemUTC(), "");
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<?>> kept = new ArrayList<>();
            for (String node : List.of("a", "b")) {
                kept.add(nodes.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        together.await(30, TimeUnit.SECONDS);
                        history.keep(List.of(
                                new RouteHistory.New(FILE, node + i, BODY, What.CAME, null, "root"),
                                new RouteHistory.New(mapping, node + i, BODY, What.CAME, null, "root")));
                    }
                    return null;
                }));
            }
            do {
                Map<String, RouteHistory.Last> last = history.last();
                assertThat(hash(last, mapping)).isEqualTo(hash(last, FILE));
            } while (!kept.stream().allMatch(Future::isDone));
            for (Future<?> each : kept) {
                each.get();
            }
            assertThat(history.versions(FILE)).hasSize(60);
            assertThat(history.versions(mapping))
                    .extracting(RouteVersion::hash)
                    .isEqualTo(history.versions(FILE).stream()
                            .map(RouteVersion::hash)
                            .toList());
        }
    }

    /// Two files of another node, of which the body of one can't be had any more.
    @OnBothDatabases
    void whatAnotherNodeBroughtIsFollowedAllAtOnceOrNotAtAll(Database.Kind kind) throws Exception {
        String mapping = "mappings/shop.yaml";
        try (Databases databases = TestDatabases.open(kind, directory)) {
            RouteHistory there = new RouteHistory(databases.database(), Clock.systemUTC(), "a");
            RouteHistory here = new RouteHistory(databases.database(), Clock.systemUTC(), "b");
            OtherNodes nodes = new OtherNodes(here);
            for (String version : List.of("one", "two")) {
                there.keep(List.of(
                        new RouteHistory.New(FILE, version, BODY, What.CAME, null, "root"),
                        new RouteHistory.New(mapping, version, BODY, What.CAME, null, "root")));
                for (String gone : List.of(mapping, FILE)) {
                    Map<String, RouteHistory.Last> last = here.last();
                    bodies(
                            databases,
                            "update route_version set file = 'x' || file where file = ? and hash = ?",
                            gone,
                            version);
                    nodes.ask(last, _ -> "");
                    assertThat(followed(nodes, FILE)).isEqualTo(followed(nodes, mapping));
                    assertThat(followed(nodes, FILE)).isEqualTo(version.equals("one") ? "" : "one");
                    bodies(
                            databases,
                            "update route_version set file = ? where 'x' || ? = file and hash = ?",
                            gone,
                            gone,
                            version);
                }
                nodes.ask(here.last(), _ -> "");
                assertThat(followed(nodes, FILE))
                        .isEqualTo(followed(nodes, mapping))
                        .isEqualTo(version);
            }
        }
    }

    private static void bodies(Databases databases, String sql, Object... params) {
        databases
                .database()
                .write(Tenants.ALL, tx -> tx.sql().sql(sql).params(params).update());
    }

    private static String followed(OtherNodes nodes, String file) {
        return nodes.version(file)
                .map(seen -> seen instanceof Seen.Whole whole ? whole.hash() : "refused")
                .orElse("");
    }

    private static String hash(Map<String, RouteHistory.Last> last, String file) {
        RouteHistory.Last version = last.get(file);
        return version == null ? "" : version.hash();
    }

    @OnBothDatabases
    void ofManyVersionsTheNewestAreKeptWholeAndAnOldFolderIsStillKnownToBeOld(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            RouteHistory history = new RouteHistory(databases.database(), Clock.systemUTC(), "");
            int all = RouteHistory.KEPT + 5;
            for (int i = 1; i <= all; i++) {
                history.keep(new RouteHistory.New(FILE, "version" + i, BODY, What.CAME, null, "root"));
            }
            history.keep(new RouteHistory.New("other.camel.yaml", "version1", BODY, What.CAME, null, "root"));

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
            history.keep(new RouteHistory.New(FILE, "version1", BODY, What.ROLLED_BACK, "version" + all, "amy"));
            assertThat(history.last().get(FILE))
                    .satisfies(last -> assertThat(last.body()).isEqualTo(BODY));
        }
    }

    @OnBothDatabases
    void ofVersionsLongAgoNothingIsLeft(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            RouteHistory history = new RouteHistory(databases.database(), Clock.systemUTC(), "");
            history.keep(new RouteHistory.New(FILE, "first", BODY, What.CAME, null, "root"));
            history.keep(new RouteHistory.New(FILE, "second", BODY, What.CAME, null, "root"));
            databases
                    .database()
                    .write(
                            Tenants.ALL,
                            tx -> tx.sql()
                                    .sql("update route_version set number = ? where hash = 'second'")
                                    .params(RouteHistory.KNOWN)
                                    .update());
            history.keep(new RouteHistory.New(FILE, "third", BODY, What.CAME, null, "root"));

            assertThat(history.knew(FILE, "first", Long.MAX_VALUE)).isFalse();
            assertThat(history.knew(FILE, "second", Long.MAX_VALUE)).isTrue();
        }
    }
}
