package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import org.junit.jupiter.api.Test;

/// A socket lives no longer than the login that made it.
final class EndedLoginTests {

    private final LiveHub live = LiveHub.shared();

    @Test
    void aLogoutClosesTheSocket() {
        Browser browser = new Browser(live);
        try (Client socket = browser.connect()) {
            assertThat(browser.post("/api/v1/logout").status()).isEqualTo(204);

            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aLoginThatEndedOnAnotherNodeClosesTheSocketAndNoOther() {
        Browser browser = new Browser(live);
        try (Client other = new Browser(live).connect();
                Client socket = browser.connect()) {
            live.hub
                    .bean(Database.class)
                    .write(
                            Tenants.ALL,
                            tx -> tx.sql()
                                    .sql("delete from login_session where account = ?")
                                    .param(browser.account())
                                    .update());

            assertThat(socket.closeCode()).isEqualTo(4401);
            other.send("{\"type\": \"ping\"}");
            assertThat(other.await("pong")).isNotNull();
        }
    }
}
