package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.store.CountingProxy;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Databases;
import io.omnihub.store.TestDatabases;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How often a commit waits for PostgreSQL.
class RoundTripsTests {

    /// From its sixth run on the driver has a statement prepared, and sends it in another way.
    private static final int PREPARED = 10;

    private CountingProxy proxy;
    private Databases databases;
    private Hub hub;

    @BeforeEach
    void open() throws IOException {
        DatabaseProperties properties = TestDatabases.newPostgres();
        proxy = new CountingProxy(TestDatabases.server().getPort());
        databases = Databases.postgres(proxy.before(properties));
        hub = new Hub(databases.database());
    }

    @AfterEach
    void close() throws IOException {
        hub.close();
        databases.close();
        proxy.close();
    }

    @Test
    void aMessageOfAClientIsCommittedInThreeRoundTrips() {
        for (int i = 0; i < PREPARED; i++) {
            commits(List.of(fromClient("amy")));
        }
        List<List<String>> trips = commits(List.of(fromClient("amy"))).getFirst();

        assertThat(trips).hasSize(3);
        assertThat(trips.getFirst()).containsExactly("BEGIN", "SELECT 1", "SELECT 1");
        assertThat(trips.get(1)).contains("INSERT 0 1", "UPDATE 1");
        assertThat(trips.getLast()).containsExactly("COMMIT");
    }

    @Test
    void manyMessagesAreCommittedInNoMore() {
        IntStream.range(0, 100).forEach(user -> commits(List.of(fromClient("user" + user))));

        List<InboundEvent> events = IntStream.range(0, 1_000)
                .mapToObj(i -> fromClient("user" + i % 100))
                .toList();

        assertThat(commits(events)).allSatisfy(trips -> assertThat(trips).hasSize(3));
    }

    @Test
    void aMessageOfAPlatformTakesOneMoreToLookForWhatWaitsForIt() {
        for (int i = 0; i < PREPARED; i++) {
            commits(List.of(hub.text("amy", "m" + i, "x")));
        }
        assertThat(commits(List.of(hub.text("amy", "last", "x"))).getFirst()).hasSize(4);
    }

    /// Has events stored.
    ///
    /// @return the commits that did, each with its round trips
    private List<List<List<String>>> commits(List<InboundEvent> events) {
        var _ = proxy.transactions();
        List<CompletableFuture<Outcome>> outcomes = events.stream()
                .map(event -> hub.engine.take(event, false).orTimeout(30, TimeUnit.SECONDS))
                .toList();
        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Outcome.Stored.class));
        return proxy.transactions().stream()
                .filter(trips -> trips.stream().flatMap(List::stream).anyMatch(word -> word.startsWith("INSERT")))
                .toList();
    }

    private InboundEvent fromClient(String user) {
        return hub.event(
                Hub.TENANT,
                user,
                user,
                Keys.client(Sender.contact(user), UUID.randomUUID().toString()),
                Sender.contact(user),
                Direction.INBOUND,
                Message.of("", new Content.Text("x")));
    }
}
