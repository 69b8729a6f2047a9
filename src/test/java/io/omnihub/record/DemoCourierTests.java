package io.omnihub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.simulator.wechat.WeChatSimulator;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The demo's courier, whose signed webhooks a newcomer sees as cards beside what the customers write.
final class DemoCourierTests {

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    @Test
    void itsParcelsComeIntoTheConversationsOfThoseWhoGetThem(@TempDir Path data) {
        try (RunningHub hub = RunningHub.startBare(data, "--demo", "--demo.pace=200ms", "--demo.shop-port=0")) {
            Api agent = hub.as(Role.AGENT);
            Api admin = hub.as(Role.ADMIN);
            RecordViews views = new RecordViews(agent, admin);

            await().atMost(TWO_MINUTES).untilAsserted(() -> {
                Set<String> parcels = new TreeSet<>();
                for (ConversationId each : customers(agent)) {
                    Set<String> own = cards(agent, each).stream()
                            .map(card -> card.path("title").asString().replaceAll("-[0-9]+$", ""))
                            .collect(Collectors.toSet());
                    assertThat(own).as("each gets the own ones alone").hasSize(1);
                    parcels.addAll(own);
                }
                assertThat(parcels)
                        .containsExactly(
                                "包裹 Parcel SF-1001", "包裹 Parcel SF-1002", "包裹 Parcel SF-1003", "包裹 Parcel SF-1004");
            });

            for (ConversationId each : customers(agent)) {
                JsonNode card = cards(agent, each).getFirst();
                assertThat(card.at("/fields/0/value").asString()).isIn("已发货", "已签收");
                assertThat(card.at("/buttons/0/url").asString()).startsWith("https://courier.example/SF-");
                // Beside invoices and orders of the other systems.
                assertThat(views.records(each)
                                .valueStream()
                                .filter(record ->
                                        record.path("source").asString().equals("courier")))
                        .isNotEmpty()
                        .allSatisfy(
                                record -> assertThat(record.at("/record/steps")).hasSize(4));
                boolean lamp = card.path("title").asString().contains("SF-1002");
                assertThat(card.hasNonNull("picture")).isEqualTo(lamp);
            }
            assertThat(admin.get("/api/v1/dead-letters").json().path("items")).isEmpty();
            assertThat(hub.bean(WeChatSimulator.class).breaches()).isEmpty();
        }
    }

    /// The conversations of the customers on WeChat.
    private static List<ConversationId> customers(Api agent) {
        List<ConversationId> found = agent.get("/api/v1/conversations?limit=100")
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("inbox").asString().equals("demo"))
                .map(each -> new ConversationId(each.path("id").asString()))
                .toList();
        assertThat(found).hasSize(4);
        return found;
    }

    /// What the hub has told a customer of records, as it was said.
    private static List<JsonNode> cards(Api agent, ConversationId conversation) {
        List<JsonNode> cards = agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100")
                .json()
                .path("items")
                .valueStream()
                .filter(entry -> entry.path("kind").asString().equals("message.created"))
                .filter(entry -> entry.path("sender").path("kind").asString().equals("system"))
                .map(entry -> entry.at("/change/parts/0"))
                .filter(part -> part.at("/metadata/record").isString())
                .toList();
        assertThat(cards).isNotEmpty();
        return cards;
    }
}
