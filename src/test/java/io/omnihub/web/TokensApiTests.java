package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api.Answer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Tokens and credentials, as a program meets them.
final class TokensApiTests {

    private final RunningHub hub = RunningHub.shared();
    private final Api admin = hub.as(Role.ADMIN);

    @Test
    void aTokenIsMadeUsedListedWithoutItsSecretAndEnded() {
        String name = "crm-" + UUID.randomUUID();
        JsonNode made = admin.post("/api/v1/tokens", body(name, "agent")).json();
        String secret = made.path("secret").asString();
        Api crm = new Api(hub.address, "Bearer " + secret);

        assertThat(crm.get("/api/v1/me").json().path("role").asString()).isEqualTo("agent");
        Answer listed = admin.get("/api/v1/tokens");
        assertThat(listed.text()).contains(name).doesNotContain(secret);
        assertThat(hub.as(RunningHub.OTHER, Role.ADMIN).get("/api/v1/tokens").text())
                .doesNotContain(name);

        String path = "/api/v1/tokens/" + made.path("token").path("id").asString();
        assertThat(hub.as(RunningHub.OTHER, Role.ADMIN).delete(path).status()).isEqualTo(404);
        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(crm.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(admin.delete(path).status()).isEqualTo(404);
    }

    @Test
    void aTokenEndsWithWhoMadeItAndAtItsTime() {
        String maker = "chief-" + UUID.randomUUID();
        hub.bean(Accounts.class).create(TenantId.DEFAULT, maker, Role.ADMIN, "correct horse battery");
        Api chief = new Api(hub.address, Api.basic(maker, "correct horse battery"));
        Api made = made(chief, "\"role\": \"admin\"");
        Api madeByThat = made(made, "\"role\": \"agent\"");
        Api passing = made(
                admin, "\"role\": \"agent\", \"expiresAt\": \"" + Instant.now().plusSeconds(2) + "\"");
        Api lasting = made(admin, "\"role\": \"agent\", \"expiresAt\": \"2099-12-31T00:00:00Z\"");

        assertThat(madeByThat.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(admin.patch("/api/v1/accounts/" + maker, "{\"role\": \"supervisor\"}")
                        .status())
                .isEqualTo(200);
        for (Api ended : List.of(made, madeByThat)) {
            assertThat(ended.get("/api/v1/me").status()).isEqualTo(401);
        }
        await().until(() -> passing.get("/api/v1/me").status() == 401);
        assertThat(lasting.get("/api/v1/me").status()).isEqualTo(200);
        Answer late = admin.post(
                "/api/v1/tokens", "{\"name\": \"late\", \"role\": \"agent\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}");
        assertThat(late.json().path("field").asString()).isEqualTo("expiresAt");
    }

    private Api made(Api by, String fields) {
        Answer answer = by.post("/api/v1/tokens", "{\"name\": \"crm-" + UUID.randomUUID() + "\", " + fields + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return new Api(hub.address, "Bearer " + answer.json().path("secret").asString());
    }

    @Test
    void aTakenNameAndAWrongRoleAreTold() {
        String name = "crm-" + UUID.randomUUID();
        assertThat(admin.post("/api/v1/tokens", body(name, "agent")).status()).isEqualTo(201);

        Answer again = admin.post("/api/v1/tokens", body(name, "admin"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("type").asString()).contains("name-taken");
        for (String wrong :
                List.of(body(name + "x", "king"), body("Not A Name", "agent"), "{}", body(name + "y", ""))) {
            Answer answer = admin.post("/api/v1/tokens", wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void anAccountLogsInByItsPasswordInItsOwnTenant() {
        String name = "ann-" + UUID.randomUUID();
        hub.bean(Accounts.class).create(RunningHub.OTHER, name, Role.AGENT, "correct horse battery");

        Api ann = new Api(hub.address, Api.basic("other/" + name, "correct horse battery"));
        assertThat(ann.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(ann.get("/api/v1/tokens").status()).isEqualTo(403);
        assertThat(new Api(hub.address, Api.basic(name, "correct horse battery"))
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void allWrongCredentialsAreRefusedAlike() {
        String expected =
                new Api(hub.address, "Bearer oh_wrong").get("/api/v1/me").text();
        for (String wrong : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer oh_" + "A".repeat(6_000),
                "Basic",
                "Basic %%%",
                "Basic " + "bm9jb2xvbg==",
                Api.basic("admin", ""),
                Api.basic("nobody", "correct horse battery"),
                Api.basic("a\0b", "x"),
                "Digest username=admin",
                "Negotiate abc")) {
            Answer answer = new Api(hub.address, wrong).get("/api/v1/me");
            assertThat(answer.status()).as(wrong).isEqualTo(401);
            assertThat(answer.text()).as(wrong).isEqualTo(expected);
            assertThat(answer.header("WWW-Authenticate")).as(wrong).isNotEmpty();
        }
        assertThat(hub.as(TenantId.DEFAULT, Role.AGENT).get("/api/v1/me").status())
                .isEqualTo(200);
    }

    private static String body(String name, String role) {
        return "{\"name\": \"%s\", \"role\": \"%s\"}".formatted(name, role);
    }
}
