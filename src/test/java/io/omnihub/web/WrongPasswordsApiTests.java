package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Guessing passwords, on a hub of its own, since an address that guesses has to wait.
final class WrongPasswordsApiTests {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path data;

    @Test
    void whoGuessesHasToWaitByLoginAndByBasicAlike() {
        try (RunningHub hub = RunningHub.start(data)) {
            hub.bean(Accounts.class).create(TenantId.DEFAULT, "ann", Role.AGENT, PASSWORD);
            hub.bean(Accounts.class).create(TenantId.DEFAULT, "bob", Role.AGENT, PASSWORD);
            Api guess = new Api(hub.address, Api.basic("ann", "wrong"));
            for (int i = 0; i < 5; i++) {
                assertThat(guess.get("/api/v1/me").status()).isEqualTo(401);
            }
            // Whoever goes on waits longer each time.
            await().until(() -> guess.get("/api/v1/me").header("Retry-After"), "4"::equals);
            List<Answer> refused = List.of(
                    new Api(hub.address, Api.basic("ann", PASSWORD)).get("/api/v1/me"),
                    hub.anonymous().post("/api/v1/login", LoginApiTests.credentials("default/ann", PASSWORD)));

            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("Retry-After")).matches("[1-4]");
                assertThat(answer.json().path("type").asString())
                        .isEqualTo(ProblemType.TOO_MANY_TRIES.uri().toString());
            });
            assertThat(new Api(hub.address, Api.basic("bob", PASSWORD))
                            .get("/api/v1/me")
                            .status())
                    .isEqualTo(200);
        }
    }
}
