package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tokens and credentials, as a program meets them.
final class TokensApiTests {

    private final RunningHub hub = RunningHub.shared();
    private final Api admin = hub.as(Role.ADMIN);

    @Test
    void aTokenIsMadeUsedListedWithoutItsSecretAndEnded() {
        String name = "crm-" + UUID.randomUUID();
        JsonNode made = admin.post("/api/v1/tokens", body(name, "agent")).json();
        String secret = made.path("secret").asText();
        Api crm = new Api(hub.address, "Bearer " + secret);

        assertThat(crm.get("/api/v1/me").json().path("role").asText()).isEqualTo("agent");
        Answer listed = admin.get("/api/v1/tokens");
        assertThat(listed.text()).contains(name).doesNotContain(secret);
        assertThat(hub.as(RunningHub.OTHER, Role.ADMIN).get("/api/v1/tokens").text())
                .doesNotContain(name);

        String path = "/api/v1/tokens/" + made.path("token").path("id").asText();
        assertThat(hub.as(RunningHub.OTHER, Role.ADMIN).delete(path).status()).isEqualTo(404);
        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(crm.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(admin.delete(path).status()).isEqualTo(404);
    }

    @Test
    void aTakenNameAndAWrongRoleAreTold() {
        String name = "crm-" + UUID.randomUUID();
        assertThat(admin.post("/api/v1/tokens", body(name, "agent")).status()).isEqualTo(201);

        Answer again = admin.post("/api/v1/tokens", body(name, "admin"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("type").asText()).contains("name-taken");
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
