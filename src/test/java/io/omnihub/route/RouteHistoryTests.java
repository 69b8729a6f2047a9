package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.route.RouteVersion.What;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
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
}
