package io.omnihub.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Accounts;
import io.omnihub.identity.ApiTokens;
import io.omnihub.identity.Role;
import io.omnihub.keys.TenantKeys;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Somebody by what he is known by, at whichever node.
///
/// @param headers with which he calls
/// @param token   of a visitor; empty of an agent
record Known(List<String> headers, String token) {

    static final String PASSWORD = "correct horse battery";

    static String account(LiveHub live, Role role) {
        String name = "known-" + LiveHub.newId().substring(0, 12);
        live.hub.bean(Accounts.class).create(TenantId.DEFAULT, name, role, PASSWORD);
        return name;
    }

    static Known byPassword(String account) {
        return new Known(List.of("Authorization", Api.basic(account, PASSWORD)), "");
    }

    static Known byToken(ApiTokens.Created token) {
        return new Known(List.of("Authorization", "Bearer " + token.secret()), "");
    }

    static Known byLogin(LiveHub live, String account) {
        Api.Answer login = live.hub
                .anonymous()
                .post("/api/v1/login", "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(account, PASSWORD));
        assertThat(login.status()).as(login.text()).isEqualTo(200);
        return new Known(
                List.of(
                        "Cookie",
                        login.header("Set-Cookie").replaceAll(";.*", ""),
                        "X-CSRF-Token",
                        login.json().path("csrf").asString()),
                "");
    }

    /// A visitor whose token ends at a time of the test's choice.
    static Known visitor(LiveHub live, Instant expires) {
        String claims = "{\"site\":\"web\",\"id\":\"v-%s\",\"name\":\"\",\"email\":\"\",\"locale\":\"\",\"expires\":%d}"
                .formatted(LiveHub.newId(), expires.getEpochSecond());
        String payload = "v1." + base64(claims.getBytes(UTF_8));
        byte[] signature =
                live.hub.bean(TenantKeys.class).mac(TenantId.DEFAULT, "visitor-token", payload.getBytes(US_ASCII));
        String token = payload + "." + base64(signature);
        return new Known(List.of("Authorization", "Visitor " + token, "Origin", LiveHub.ORIGIN), token);
    }

    /// A socket that has been welcomed.
    Client connect(LiveHub node) {
        Client socket;
        if (token.isEmpty()) {
            String ticket = post(node.hub, "/api/v1/tickets", "{}")
                    .json()
                    .path("ticket")
                    .asString();
            socket = Client.connect(node.port(), "/ws/agent", "");
            socket.send("{\"type\": \"hello\", \"ticket\": \"" + ticket + "\"}");
        } else {
            socket = node.connectVisitor();
            socket.send("{\"type\": \"hello\", \"token\": \"" + token + "\"}");
        }
        socket.await("welcome");
        return socket;
    }

    /// Waits for news of a conversation, half a minute at most.
    ///
    /// @return the status of the answer
    CompletableFuture<Integer> poll(LiveHub node, String conversation) {
        String path = token.isEmpty()
                ? "/api/v1/conversations/" + conversation + "/entries?after=1000&wait=30"
                : "/api/v1/visitor/entries?wait=30";
        Api api = node.hub.anonymous();
        return CompletableFuture.supplyAsync(
                () -> api.send(api.request(path).headers(headers.toArray(String[]::new)))
                        .status(),
                task -> Thread.ofVirtual().start(task));
    }

    Api.Answer post(RunningHub hub, String path, String json) {
        return hub.anonymous().post(path, json, headers.toArray(String[]::new));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
