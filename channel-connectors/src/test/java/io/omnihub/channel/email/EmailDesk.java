package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A whole hub with mailboxes, and the desk at which agents answer.
final class EmailDesk implements AutoCloseable {

    private final List<String> settings = new ArrayList<>(List.of("--omnihub.delivery.first-retry=200ms"));
    private final Path data;
    private RunningHub hub;
    private Api agent;

    /// @param data of the hub
    EmailDesk(Path data) {
        this.data = data;
    }

    /// Adds a mailbox, which is looked into five times in a second, by servers on the loopback address.
    ///
    /// @param id   of the inbox, with the password `secret`
    /// @param more its other settings, which win
    EmailDesk with(String id, String address, int imap, int smtp, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "address", address,
                "password", "secret",
                "imap-host", "127.0.0.1",
                "imap-port", Integer.toString(imap),
                "imap-security", "none",
                "smtp-host", "127.0.0.1",
                "smtp-port", Integer.toString(smtp),
                "smtp-security", "none",
                "poll-every", "200ms",
                "take-existing", "true"));
        all.put("sends-per-second", "1000");
        all.putAll(more);
        all.forEach((name, value) -> settings.add("--omnihub.channels.email.inboxes." + id + "." + name + "=" + value));
        return this;
    }

    /// Adds a setting of the hub.
    EmailDesk setting(String name, String value) {
        settings.add("--" + name + "=" + value);
        return this;
    }

    EmailDesk start() {
        hub = RunningHub.startBare(data, settings.toArray(String[]::new));
        agent = hub.as(Role.AGENT);
        return this;
    }

    /// As an operator stops it; it may be started again.
    void stop() {
        hub.close();
    }

    @Override
    public void close() {
        hub.close();
    }

    <T> T bean(Class<T> type) {
        return hub.bean(type);
    }

    Api agent() {
        return agent;
    }

    /// Has an agent answer.
    ///
    /// @param parts as JSON
    void reply(String conversation, String... parts) {
        say(conversation, "{\"parts\":[" + String.join(",", parts) + "]}");
    }

    /// Has an agent answer by the body of a reply.
    void say(String conversation, String body) {
        var answer = agent.post("/api/v1/conversations/" + conversation + "/replies", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    static String text(String text) {
        return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
    }

    /// Waits for the conversation in which a text was said.
    String awaited(String text) {
        return await("a conversation with: " + text)
                .atMost(Duration.ofSeconds(20))
                .until(() -> conversation(text), id -> !id.isEmpty());
    }

    /// The conversation in which a text was said; empty where none is.
    String conversation(String text) {
        return items("/api/v1/conversations?limit=100").stream()
                .map(each -> each.path("id").asString())
                .filter(id -> texts(id).contains(text))
                .findFirst()
                .orElse("");
    }

    /// All that was said in all conversations.
    List<String> said() {
        return items("/api/v1/conversations?limit=100").stream()
                .flatMap(each -> texts(each.path("id").asString()).stream())
                .toList();
    }

    List<String> texts(String conversation) {
        List<String> texts = new ArrayList<>();
        messages(conversation)
                .forEach(entry -> entry.path("change").path("parts").forEach(part -> {
                    if (part.has("text")) {
                        texts.add(part.path("text").asString());
                    }
                }));
        return texts;
    }

    List<JsonNode> messages(String conversation) {
        return items("/api/v1/conversations/" + conversation + "/entries").stream()
                .filter(entry -> entry.path("change").path("type").asString().equals("message"))
                .toList();
    }

    List<JsonNode> deliveries(String conversation) {
        return items("/api/v1/deliveries?conversation=" + conversation);
    }

    /// Waits until the only answer of a conversation has a state, such as `sent`.
    JsonNode awaitDelivery(String conversation, String state) {
        await("an answer that is " + state)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(deliveries(conversation))
                        .singleElement()
                        .satisfies(each -> assertThat(each.path("state").asString())
                                .as(each.toString())
                                .isEqualTo(state)));
        return deliveries(conversation).getFirst();
    }

    /// Waits until the only answer of a conversation was tried, and waits for its next try.
    void awaitTried(String conversation) {
        await("a first try")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(deliveries(conversation))
                        .singleElement()
                        .satisfies(each -> {
                            assertThat(each.path("attempts").asInt())
                                    .as(each.toString())
                                    .isPositive();
                            assertThat(each.path("state").asString()).isEqualTo("pending");
                        }));
    }

    /// State, reason and sentence of an inbox, with spaces between them.
    String status(String inbox) {
        return items("/api/v1/inboxes").stream()
                .filter(each -> each.path("id").asString().equals(inbox))
                .map(each -> each.path("status"))
                .map(status -> String.join(
                        " ",
                        status.path("state").asString(),
                        status.path("reason").asString("none"),
                        status.path("sentence").asString("")))
                .map(String::strip)
                .findFirst()
                .orElse("");
    }

    List<JsonNode> deadLetters() {
        return items("/api/v1/dead-letters");
    }

    private List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        hub.watcher().get(path).json().path("items").forEach(items::add);
        return items;
    }
}
