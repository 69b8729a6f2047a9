package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Accounts;
import io.omnihub.identity.Credential;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Logging in and out with a browser.
final class LoginApiTests {

    private static final String PASSWORD = "correct horse battery";

    private final RunningHub hub = RunningHub.shared();
    private final Api admin = hub.as(Role.ADMIN);
    private final String name = "ann-" + UUID.randomUUID();

    @Test
    void aBrowserLogsInIsKnownByItsCookieAndLogsOut() {
        account(Role.SUPERVISOR);
        Browser ann = login(name, PASSWORD);

        assertThat(ann.setCookie).matches("omnihub=[\\w-]{43}; Path=/; Max-Age=604800;.* HttpOnly; SameSite=Strict");
        assertThat(ann.me.path("role").asString()).isEqualTo("supervisor");
        assertThat(ann.me.path("mustChangePassword").asBoolean()).isFalse();
        assertThat(ann.get("/api/v1/me").json()).isEqualTo(ann.me);
        assertThat(ann.get("/api/v1/conversations").status()).isEqualTo(200);
        assertThat(ann.get("/api/v1/tokens").status()).isEqualTo(403);

        Answer out = ann.post("/api/v1/logout", "");
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).startsWith("omnihub=; Path=/; Max-Age=0;");
        assertThat(ann.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void twoLoginsHaveTwoCookiesAndAForeignOneIsNotTakenOver() {
        account(Role.AGENT);
        Api fixed = hub.anonymous();
        Answer answer = fixed.post("/api/v1/login", credentials(name, PASSWORD), "Cookie", "omnihub=" + "A".repeat(43));
        Browser other = login(name, PASSWORD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie")).doesNotContain("A".repeat(43)).isNotEqualTo(other.setCookie);
        assertThat(answer.json().path("csrf")).isNotEqualTo(other.me.path("csrf"));
    }

    @Test
    void whatChangesSomethingNeedsTheTokenOfThisLogin() {
        account(Role.AGENT);
        Browser ann = login(name, PASSWORD);
        Browser again = login(name, PASSWORD);
        String path = "/api/v1/conversations/" + hub.begin(TenantId.DEFAULT, "hello") + "/resolution";

        for (String token : List.of("", "x", again.csrf)) {
            Answer refused = hub.anonymous().post(path, "", "Cookie", ann.cookie, "X-CSRF-Token", token);
            assertThat(refused.status()).as(token).isEqualTo(403);
            assertThat(refused.json().path("type").asString())
                    .isEqualTo(ProblemType.CSRF.uri().toString());
        }
        assertThat(hub.anonymous().post(path, "", "Cookie", ann.cookie).status())
                .isEqualTo(403);
        assertThat(hub.anonymous()
                        .post(path, "", "Cookie", ann.cookie, "X-CSRF-Token", ann.csrf, "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(ann.post(path, "").status()).isEqualTo(201);
    }

    @Test
    void basicAndTokensNeedNoTokenUnlessAnotherSiteSendsThePassword() {
        account(Role.AGENT);
        Api basic = new Api(hub.address, Api.basic(name, PASSWORD));
        String path = "/api/v1/conversations/" + hub.begin(TenantId.DEFAULT, "hello") + "/resolution";

        assertThat(basic.post(path, "", "Sec-Fetch-Site", "cross-site").status())
                .isEqualTo(403);
        assertThat(basic.post(path, "").status()).isEqualTo(201);
    }

    @Test
    void wrongUsersAndPasswordsAreRefusedAlikeAndNoWindowIsAskedFor() {
        account(Role.AGENT);
        Answer wrong = hub.anonymous().post("/api/v1/login", credentials(name, "wrong"));
        Answer unknown = hub.anonymous().post("/api/v1/login", credentials("nobody", PASSWORD));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).isEmpty();
        assertThat(wrong.header("Set-Cookie")).isEmpty();
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.text()).isEqualTo(wrong.text());
        Answer script =
                hub.anonymous().send(hub.anonymous().request("/api/v1/me").header("Sec-Fetch-Mode", "cors"));
        assertThat(script.response().headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"omnihub\"");
    }

    @Test
    void malformedLoginsAreTold() {
        for (String body : List.of("{}", "{\"user\":\"ann\"}", "{\"user\":\"\",\"password\":\"x\"}", "[]", "x", "")) {
            Answer answer = hub.anonymous().post("/api/v1/login", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().path("type").asString()).endsWith(":invalid");
        }
        assertThat(hub.anonymous()
                        .send(hub.anonymous()
                                .request("/api/v1/login")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString(credentials(name, PASSWORD))))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aChangedPasswordEndsTheOtherLoginsAndRotatesThisOne() {
        account(Role.AGENT);
        Set<Credential.Key> ended = endedLogins();
        Browser other = login(name, PASSWORD);
        Browser ann = login(name, PASSWORD);

        Answer changed = ann.post("/api/v1/password", change(PASSWORD, "a better horse battery"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        Browser now = new Browser(changed);

        assertThat(now.cookie).isNotEqualTo(ann.cookie);
        assertThat(now.csrf).isNotEqualTo(ann.csrf);
        assertThat(now.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(ann.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(ended).hasSize(1);
        assertThat(hub.anonymous()
                        .post("/api/v1/login", credentials(name, PASSWORD))
                        .status())
                .isEqualTo(401);
        assertThat(login(name, "a better horse battery").get("/api/v1/me").status())
                .isEqualTo(200);
    }

    @Test
    void aPasswordThatBreaksARuleIsNotTaken() {
        account(Role.AGENT);
        Browser ann = login(name, PASSWORD);

        for (String wrong : List.of(
                "short", "x".repeat(73), "aaaaaaaaaaaabbb", "Password123456!", "qwertyuiop12", PASSWORD, name + "12")) {
            Answer answer = ann.post("/api/v1/password", change(PASSWORD, wrong));
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.json().path("field").asString()).as(wrong).isEqualTo("password");
            assertThat(answer.text()).doesNotContain(wrong);
        }
        Answer notMine = ann.post("/api/v1/password", change("not my password", "a better horse battery"));
        assertThat(notMine.json().path("field").asString()).isEqualTo("current");
        Answer token = admin.post("/api/v1/password", change(PASSWORD, "a better horse battery"));
        assertThat(token.json().path("type").asString()).endsWith(":wrong-status");
        assertThat(login(name, PASSWORD).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void aFirstPasswordMustBeChangedByABrowserAndServesBasic() {
        JsonNode made = admin.post("/api/v1/accounts", "{\"name\": \"%s\", \"role\": \"agent\"}".formatted(name))
                .json();
        String first = made.path("password").asString();
        Browser ann = login(name, first);

        assertThat(ann.me.path("mustChangePassword").asBoolean()).isTrue();
        assertThat(ann.get("/api/v1/me").status()).isEqualTo(200);
        for (Answer refused : List.of(ann.get("/api/v1/conversations"), ann.post("/api/v1/media", ""))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().path("type").asString())
                    .isEqualTo(ProblemType.PASSWORD_CHANGE_NEEDED.uri().toString());
        }
        assertThat(new Api(hub.address, Api.basic(name, first))
                        .get("/api/v1/conversations")
                        .status())
                .isEqualTo(200);

        Browser now = new Browser(ann.post("/api/v1/password", change(first, "a better horse battery")));
        assertThat(now.me.path("mustChangePassword").asBoolean()).isFalse();
        assertThat(now.get("/api/v1/conversations").status()).isEqualTo(200);
    }

    @Test
    void logoutEndsThisLoginOnly() {
        account(Role.AGENT);
        Set<Credential.Key> ended = endedLogins();
        Browser ann = login(name, PASSWORD);
        Browser other = login(name, PASSWORD);

        ann.post("/api/v1/logout", "");

        assertThat(ended).hasSize(1);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(200);
    }

    private void account(Role role) {
        hub.bean(Accounts.class).create(TenantId.DEFAULT, name, role, PASSWORD);
    }

    /// The logins that end from now on: the test is the only one that ends any.
    private Set<Credential.Key> endedLogins() {
        Set<Credential.Key> ended = ConcurrentHashMap.newKeySet();
        hub.bean(IdentityEnds.class).onEnd(key -> {
            if (key.kind() == Credential.Kind.LOGIN) {
                ended.add(key);
            }
        });
        return ended;
    }

    private Browser login(String user, String password) {
        Answer answer = hub.anonymous().post("/api/v1/login", credentials(user, password));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new Browser(answer);
    }

    static String credentials(String user, String password) {
        return "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(user, password);
    }

    private static String change(String current, String password) {
        return "{\"current\": \"%s\", \"password\": \"%s\"}".formatted(current, password);
    }

    /// What a browser has after an answer that logged it in.
    private final class Browser {

        private final String setCookie;
        private final String cookie;
        private final JsonNode me;
        private final String csrf;

        Browser(Answer login) {
            setCookie = login.header("Set-Cookie");
            cookie = setCookie.substring(0, setCookie.indexOf(';'));
            me = login.json();
            csrf = me.path("csrf").asString();
        }

        Answer get(String path) {
            return hub.anonymous().send(hub.anonymous().request(path).header("Cookie", cookie));
        }

        Answer post(String path, String json) {
            return hub.anonymous().post(path, json, "Cookie", cookie, "X-CSRF-Token", csrf);
        }
    }
}
