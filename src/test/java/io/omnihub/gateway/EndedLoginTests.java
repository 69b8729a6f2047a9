package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.desk.Api;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import org.junit.jupiter.api.Test;

/// A socket lives no longer than the login that made it.
final class EndedLoginTests {

    private final LiveHub live = LiveHub.shared();

    @Test
    void aLogoutClosesTheSocket() {
        Browser browser = new Browser();
        try (Client socket = browser.connect()) {
            assertThat(browser.post("/api/v1/logout").status()).isEqualTo(204);

            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aLoginThatEndedOnAnotherNodeClosesTheSocketAndNoOther() {
        Browser browser = new Browser();
        try (Client other = new Browser().connect();
                Client socket = browser.connect()) {
            live.hub
                    .bean(Database.class)
                    .write(
                            Tenants.ALL,
                            tx -> tx.sql()
                                    .sql("delete from login_session where account = ?")
                                    .param(browser.account)
                                    .update());

            assertThat(socket.closeCode()).isEqualTo(4401);
            other.send("{\"type\": \"ping\"}");
            assertThat(other.await("pong")).isNotNull();
        }
    }

    /// An agent's browser, logged in.
    private final class Browser {

        private static final String PASSWORD = "correct horse battery";

        private final String account = "ann-" + LiveHub.newId().substring(0, 8);
        private final String cookie;
        private final String csrf;

        Browser() {
            live.hub.bean(Accounts.class).create(TenantId.DEFAULT, account, Role.AGENT, PASSWORD);
            Api.Answer login = live.hub
                    .anonymous()
                    .post("/api/v1/login", "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(account, PASSWORD));
            assertThat(login.status()).as(login.text()).isEqualTo(200);
            cookie = login.header("Set-Cookie").replaceAll(";.*", "");
            csrf = login.json().path("csrf").asText();
        }

        Api.Answer post(String path) {
            return live.hub.anonymous().post(path, "", "Cookie", cookie, "X-CSRF-Token", csrf);
        }

        /// A socket that has been welcomed.
        Client connect() {
            String ticket = post("/api/v1/tickets").json().path("ticket").asText();
            Client socket = Client.connect(live.port(), "/ws/agent", "");
            socket.send("{\"type\": \"hello\", \"ticket\": \"" + ticket + "\"}");
            socket.await("welcome");
            return socket;
        }
    }
}
