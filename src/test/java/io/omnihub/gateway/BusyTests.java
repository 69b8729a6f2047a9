package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A hub whose database can't be written for a while: nothing overtakes what was not taken.
final class BusyTests {

    private static DatabaseProperties database;
    private static LiveHub live;

    @BeforeAll
    static void start() {
        database = TestDatabases.newPostgres();
        live = LiveHub.startOn(database);
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void whatIsSentAfterSomethingThatWasNotTakenWaitsForIt() throws SQLException {
        String first = LiveHub.newId();
        String second = LiveHub.newId();
        try (Client customer = live.visitor(live.visitor(), "")) {
            customer.await("welcome");
            try (Connection lock = lock()) {
                send(customer, first, "first");
                send(customer, second, "second");
                assertThat(busy(customer)).isEqualTo(first);
                assertThat(busy(customer)).isEqualTo(second);
                lock.rollback();
            }
            send(customer, second, "second");
            assertThat(busy(customer)).isEqualTo(second);

            send(customer, first, "first");
            send(customer, second, "second");
            send(customer, LiveHub.newId(), "third");

            assertThat(customer.awaitText()).isEqualTo("first");
            assertThat(customer.awaitText()).isEqualTo("second");
            assertThat(customer.awaitText()).isEqualTo("third");
        }
    }

    @Test
    void anAgentIsToldTheSame() throws SQLException {
        var visitor = live.visitor();
        String resolve =
                """
                {"type": "command", "clientId": "%s", "conversation": "%s", "command": {"type": "resolve"}}""".formatted(LiveHub.newId(), visitor.path("conversation").asString());
        try (Client customer = live.visitor(visitor, "");
                Client agent = live.agent()) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Hello");
            try (Connection lock = lock()) {
                agent.send(resolve);
                assertThat(agent.await("busy").path("retryAfter").asLong()).isPositive();
                lock.rollback();
            }
            agent.send(resolve);
            assertThat(agent.await("acknowledged").path("sequence").asLong()).isPositive();
        }
    }

    /// Holds the rows without which nothing is committed, as another node does that was frozen in a commit.
    private static Connection lock() throws SQLException {
        Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select * from partition for update");
        }
        return connection;
    }

    private static void send(Client customer, String clientId, String text) {
        customer.send("{\"type\": \"send\", \"clientId\": \"" + clientId
                + "\", \"parts\": [{\"type\": \"text\", \"text\": \"" + text + "\"}]}");
    }

    private static String busy(Client customer) {
        return customer.await("busy").path("clientId").asString();
    }
}
