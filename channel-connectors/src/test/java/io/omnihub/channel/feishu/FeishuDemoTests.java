package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.simulator.feishu.FeishuSimulator;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The demo's dealers on Feishu.
final class FeishuDemoTests {

    @Test
    void aGroupAndPeopleWriteBesideTheOtherCustomersAndReactToAnswers(@TempDir Path data) {
        try (RunningHub hub = RunningHub.startBare(data, "--demo", "--demo.pace=200ms", "--demo.shop-port=0")) {
            Api agent = hub.as(Role.AGENT);
            String group = conversation(agent, "华东经销商 Dealers");
            await().untilAsserted(() -> assertThat(entries(agent, group)).contains("李雷", "韩梅梅", "Tom Baker"));
            conversation(agent, "陈静");
            conversation(agent, "Oliver Smith");
            // Mails come beside the chats.
            String mail = conversation(agent, "王芳");
            await().untilAsserted(() ->
                    assertThat(entries(agent, mail)).contains("采购 200 个马克杯", "\"dmarc\":\"pass\"", "data-part"));

            var sent = agent.post(
                    "/api/v1/conversations/" + group + "/replies",
                    "{\"parts\":[{\"type\":\"text\",\"text\":\"This afternoon\"}]}");

            assertThat(sent.status()).as(sent.text()).isEqualTo(201);
            await().untilAsserted(() -> assertThat(entries(agent, group)).contains("\"reaction\"", "\"replyTo\""));
            assertThat(hub.bean(FeishuSimulator.class).breaches()).isEmpty();
        }
    }

    private static String entries(Api agent, String conversation) {
        return agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100")
                .text();
    }

    private static String conversation(Api agent, String contact) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            for (JsonNode each :
                                    agent.get("/api/v1/conversations").json().path("items")) {
                                if (each.path("contact")
                                        .path("name")
                                        .asString("")
                                        .equals(contact)) {
                                    return each.path("id").asString();
                                }
                            }
                            return "";
                        },
                        id -> !id.isEmpty());
    }
}
