package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Role;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api.Answer;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Accounts and the audit over the API.
final class AccountsApiTests {

    private final RunningHub hub = RunningHub.shared();
    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());
    private final Api admin = hub.as(tenant, Role.ADMIN);

    @Test
    void anAccountIsMadeChangedAndListedWithoutItsPassword() {
        Answer made = admin.post(
                "/api/v1/accounts", "{\"name\": \"ann\", \"displayName\": \"Ann Li\", \"role\": \"operator\"}");
        assertThat(made.status()).isEqualTo(201);
        String first = made.json().path("password").asString();
        assertThat(as("ann", first).get("/api/v1/me").json().path("role").asString())
                .isEqualTo("operator");

        Answer changed = admin.patch("/api/v1/accounts/ann", "{\"role\": \"agent\", \"resetPassword\": true}");
        assertThat(changed.status()).isEqualTo(200);
        String second = changed.json().path("password").asString();
        assertThat(as("ann", first).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(as("ann", second).get("/api/v1/me").json().path("role").asString())
                .isEqualTo("agent");
        Answer list = admin.get("/api/v1/accounts");
        assertThat(list.json().path("items")).hasSize(1);
        assertThat(list.json().at("/items/0")).isEqualTo(changed.json().path("account"));
        assertThat(list.json().at("/items/0/displayName").asString()).isEqualTo("Ann Li");
        assertThat(list.text()).doesNotContain(second).doesNotContain("$2");

        assertThat(admin.patch("/api/v1/accounts/ann", "{\"disabled\": true}")
                        .json()
                        .has("password"))
                .isFalse();
        assertThat(as("ann", second).get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void aRoleOfALaterVersionIsShownMayDoNothingAndStaysWhenSomethingElseIsChanged() {
        String password = admin.post("/api/v1/accounts", "{\"name\": \"ann\", \"role\": \"agent\"}")
                .json()
                .path("password")
                .asString();
        String token = admin.post("/api/v1/tokens", "{\"name\": \"crm\", \"role\": \"agent\"}")
                .json()
                .path("secret")
                .asString();
        for (String table : List.of("account", "api_token")) {
            hub.bean(Database.class)
                    .write(
                            Tenants.of(tenant),
                            tx -> tx.sql()
                                    .sql("update " + table
                                            + " set role = 'auditor' where tenant = ? and name in ('ann', 'crm')")
                                    .param(tenant.value())
                                    .update());
        }

        assertThat(admin.get("/api/v1/accounts").json().at("/items/0/role").asString())
                .isEqualTo("unknown");
        assertThat(admin.get("/api/v1/tokens").text()).contains("\"role\":\"unknown\"");
        assertThat(as("ann", password).get("/api/v1/inboxes").status()).isEqualTo(403);
        assertThat(new Api(hub.address, "Bearer " + token)
                        .get("/api/v1/inboxes")
                        .status())
                .isEqualTo(403);
        hub.bean(TenantRegistry.class).ensure(tenant, "Later", ZoneId.of("UTC"));
        String conversation = "/api/v1/conversations/" + hub.begin(tenant, "Hello");
        assertThat(admin.post(conversation + "/assignment", "{\"agent\": \"ann\"}")
                        .status())
                .isEqualTo(422);
        assertThat(admin.patch("/api/v1/accounts/ann", "{\"displayName\": \"Ann Li\"}")
                        .status())
                .isEqualTo(200);
        assertThat(roles()).containsExactly("auditor");
        assertThat(admin.patch("/api/v1/accounts/ann", "{\"role\": \"unknown\"}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.patch("/api/v1/accounts/ann", "{\"role\": \"agent\"}").status())
                .isEqualTo(200);
        assertThat(roles()).containsExactly("agent");
    }

    private List<String> roles() {
        return hub.bean(Database.class)
                .read(
                        Tenants.of(tenant),
                        tx -> tx.sql()
                                .sql("select role from account where tenant = ? and name = 'ann'")
                                .param(tenant.value())
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    @Test
    void anotherTenantsAccountsDontExist() {
        admin.post("/api/v1/accounts", "{\"name\": \"ann\", \"role\": \"agent\"}");
        Api stranger = hub.as(RunningHub.OTHER, Role.ADMIN);

        assertThat(stranger.patch("/api/v1/accounts/ann", "{\"role\": \"admin\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.get("/api/v1/accounts").json().at("/items/0/role").asString())
                .isEqualTo("agent");
    }

    @Test
    void wrongAccountsAreTold() {
        admin.post("/api/v1/accounts", "{\"name\": \"boss\", \"role\": \"admin\"}");
        for (String body : List.of(
                "{}",
                "{\"name\": \"Ann\", \"role\": \"agent\"}",
                "{\"name\": \"ann\", \"role\": \"king\"}",
                "{\"name\": \"ann\", \"role\": \"agent\", \"displayName\": \"" + "x".repeat(101) + "\"}",
                "{\"name\": \"ann\", \"role\": \"agent\", \"displayName\": \"a\\u0000b\"}")) {
            assertThat(admin.post("/api/v1/accounts", body).status()).as(body).isEqualTo(400);
        }
        assertThat(admin.post("/api/v1/accounts", "{\"name\": \"boss\", \"role\": \"agent\"}")
                        .json()
                        .path("type")
                        .asString())
                .endsWith(":name-taken");
        assertThat(admin.patch("/api/v1/accounts/boss", "{\"role\": \"king\"}").status())
                .isEqualTo(400);
        for (String body : List.of("{\"role\": \"agent\"}", "{\"disabled\": true}")) {
            assertThat(admin.patch("/api/v1/accounts/boss", body)
                            .json()
                            .path("type")
                            .asString())
                    .as(body)
                    .endsWith(":wrong-status");
        }
    }

    @Test
    void theAuditTellsWhoDidWhatPageByPageAndIsRight() {
        hub.bean(TenantRegistry.class).ensure(tenant, "Audited", ZoneId.of("UTC"));
        String token = admin.post("/api/v1/tokens", "{\"name\": \"crm\", \"role\": \"agent\"}")
                .json()
                .at("/token/id")
                .asString();
        admin.delete("/api/v1/tokens/" + token);
        admin.post("/api/v1/accounts", "{\"name\": \"ann\", \"role\": \"agent\"}");
        admin.patch("/api/v1/accounts/ann", "{\"disabled\": true}");
        hub.anonymous().post("/api/v1/login", LoginApiTests.credentials(tenant + "/ann", "wrong"));

        JsonNode first = admin.get("/api/v1/audit?limit=2").json();
        JsonNode second = admin.get("/api/v1/audit?limit=100&cursor="
                        + first.path("nextCursor").asString())
                .json();
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.at("/items/0/what").asString()).isEqualTo("login.failed");
        assertThat(first.at("/items/0/target").asString()).isEqualTo("ann");
        assertThat(first.at("/items/1/what").asString()).isEqualTo("account.changed");
        assertThat(second.at("/items/0/what").asString()).isEqualTo("account.created");
        assertThat(second.at("/items/0/details/role").asString()).isEqualTo("agent");
        assertThat(second.at("/items/1/what").asString()).isEqualTo("token.deleted");
        assertThat(second.at("/items/1/target").asString()).isEqualTo("crm");
        assertThat(second.at("/items/1/who").asString()).startsWith("token:test-");
        assertThat(admin.get("/api/v1/audit/verification").json().path("rows").asLong())
                .isEqualTo(first.at("/items/0/number").asLong());
        assertThat(admin.get("/api/v1/audit/verification").json().has("firstWrong"))
                .isFalse();
        assertThat(admin.get("/api/v1/audit?cursor=MTphYmM").status()).isEqualTo(400);
    }

    private Api as(String name, String password) {
        return new Api(hub.address, Api.basic(tenant + "/" + name, password));
    }
}
