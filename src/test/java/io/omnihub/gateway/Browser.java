package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api;

/// The browser of a new agent, logged in.
final class Browser {

    private static final String PASSWORD = "correct horse battery";

    private final LiveHub live;
    private final String account = "ann-" + LiveHub.newId().substring(0, 8);
    private final String cookie;
    private final String csrf;

    Browser(LiveHub live) {
        this.live = live;
        live.hub.bean(Accounts.class).create(TenantId.DEFAULT, account, Role.AGENT, PASSWORD);
        Api.Answer login = live.hub
                .anonymous()
                .post("/api/v1/login", "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(account, PASSWORD));
        assertThat(login.status()).as(login.text()).isEqualTo(200);
        cookie = login.header("Set-Cookie").replaceAll(";.*", "");
        csrf = login.json().path("csrf").asString();
    }

    String account() {
        return account;
    }

    Api.Answer post(String path) {
        return live.hub.anonymous().post(path, "", "Cookie", cookie, "X-CSRF-Token", csrf);
    }

    /// A socket that has been welcomed.
    Client connect() {
        String ticket = post("/api/v1/tickets").json().path("ticket").asString();
        Client socket = Client.connect(live.port(), "/ws/agent", "");
        socket.send("{\"type\": \"hello\", \"ticket\": \"" + ticket + "\"}");
        socket.await("welcome");
        return socket;
    }
}
