package io.omnihub.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.loop.Loops;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `master:` routes of several nodes do on one database.
final class LeaderTests {

    /// Fewer than the lease has: only one that is given back is taken over so soon.
    private static final Duration SOON = Duration.ofSeconds(4);

    @TempDir
    private Path folder;

    @Test
    void oneTakesAndOnceItStopsTheOtherDoesAtOnce() throws Exception {
        try (Databases databases = TestDatabases.open(Database.Kind.POSTGRESQL, folder);
                Node one = new Node(databases.database(), folder);
                Node two = new Node(databases.database(), folder)) {
            drop("a");
            Awaitility.await().until(() -> !one.taken.isEmpty() || !two.taken.isEmpty());
            Node leader = one.taken.isEmpty() ? two : one;
            Node other = leader.equals(one) ? two : one;
            drop("b");
            Awaitility.await().untilAsserted(() -> assertThat(leader.taken).containsExactly("a", "b"));
            assertThat(other.taken).isEmpty();

            leader.close();
            drop("c");
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(other.taken).containsExactly("c"));
        }
    }

    @Test
    void whatWasBegunInATermThatHasEndedIsRefusedAndGoesBack() throws Exception {
        try (Databases databases = TestDatabases.open(Database.Kind.POSTGRESQL, folder);
                Node node = new Node(databases.database(), folder)) {
            drop("a");
            Awaitility.await().until(() -> node.last != null);
            Exchange begun = node.last;
            Lead.require(begun);

            // As another node finds it once this one has hung for too long.
            databases
                    .database()
                    .write(
                            Tenants.ALL,
                            tx -> tx.sql()
                                    .sql(
                                            "update leadership set owner = 'another', term = term + 1,"
                                                    + " until = cast(extract(epoch from clock_timestamp()) * 1000 as bigint) + 3000")
                                    .update());
            drop("b");
            Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(() -> Lead.require(begun))
                            .isInstanceOf(LeadLostException.class)
                            .hasMessageContaining("drop"));

            // The other one's term ends, and its own next one does not make good what was begun before.
            Awaitility.await().until(() -> node.taken.contains("b"));
            assertThatThrownBy(() -> Lead.require(begun)).isInstanceOf(LeadLostException.class);
            assertThat(node.taken).containsExactly("a", "b");
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    @Test
    void onSqliteTheOneNodeLeads() throws Exception {
        try (Databases databases = TestDatabases.open(Database.Kind.SQLITE, folder.resolve("data"));
                Node node = new Node(databases.database(), folder)) {
            drop("a");
            Awaitility.await().untilAsserted(() -> assertThat(node.taken).containsExactly("a"));
            Lead.require(node.last);
        }
    }

    @Test
    void anAddressWithoutANameIsRefused() throws Exception {
        try (Databases databases = TestDatabases.open(Database.Kind.SQLITE, folder.resolve("data"));
                Node node = new Node(databases.database(), folder)) {
            assertThatThrownBy(() -> node.camel.getEndpoint("master:file"))
                    .rootCause()
                    .hasMessageContaining("master:<name>:<endpoint>");
        }
    }

    private void drop(String name) throws Exception {
        Path file = Files.writeString(Files.createTempFile("drop", ""), name);
        Files.move(file, folder.resolve(name));
    }

    private static final class Node implements AutoCloseable {

        final List<String> taken = new CopyOnWriteArrayList<>();
        final CamelContext camel = new DefaultCamelContext();
        volatile Exchange last;

        Node(Database database, Path folder) throws Exception {
            LeaderService service = new LeaderService(new Leaderships(database), Loops.unobserved());
            camel.addService(service);
            camel.addComponent("master", new MasterComponent(service));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("master:drop:file:" + folder + "?delete=true&initialDelay=0&delay=50&sortBy=file:name")
                            .process(exchange -> {
                                taken.add(exchange.getMessage().getBody(String.class));
                                last = exchange;
                            });
                }
            });
            camel.start();
        }

        @Override
        public void close() {
            camel.stop();
        }
    }
}
