package io.omnihub.channel.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.identity.Role;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.RunningHub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/// A channel that comes, changes and goes by its file while the hub runs.
class DeclaredChannelTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final RunningHub hub = RunningHub.shared();
    private final Path folder = Path.of(hub.bean(Environment.class).getRequiredProperty("omnihub.config.channels"));

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectories(folder);
    }

    @AfterEach
    void end() throws IOException {
        Files.deleteIfExists(folder.resolve("acme.yaml"));
        Files.deleteIfExists(folder.resolve("other.yaml"));
        Files.deleteIfExists(folder.resolve("webhook.yaml"));
        await().atMost(SOON).untilAsserted(() -> assertThat(inboxes("acme")).isEmpty());
    }

    @Test
    void itsInboxesComeChangeAndGoWithTheFileAndAWrongOneLeavesThemAsTheyWere() throws IOException {
        write("acme.yaml", "first");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(inboxes("acme")).singleElement().satisfies(inbox -> {
                    assertThat(inbox.path("channelName").asString()).isEqualTo("Acme Talk");
                    assertThat(inbox.path("channelIcon").asString()).isEqualTo("bubble");
                    assertThat(inbox.path("name").asString()).isEqualTo("first");
                    assertThat(inbox.path("sends")).hasSize(2);
                }));
        write("acme.yaml", "second");
        await().atMost(SOON).untilAsserted(() -> assertThat(names("acme")).containsExactly("second"));

        Files.writeString(folder.resolve("acme.yaml"), "omnihub:\n  channels:\n    acme:\n      capabilities: [\n");
        await().atMost(SOON).untilAsserted(() -> assertThat(refused()).isEqualTo(1));
        assertThat(names("acme")).containsExactly("second");

        write("acme.yaml", "third");
        await().atMost(SOON).untilAsserted(() -> assertThat(names("acme")).containsExactly("third"));
        assertThat(refused()).isZero();

        Files.delete(folder.resolve("acme.yaml"));
        await().atMost(SOON).untilAsserted(() -> assertThat(inboxes("acme")).isEmpty());
    }

    @Test
    void anInboxThatAnotherChannelHasIsRefused() throws IOException {
        write("acme.yaml", "first");
        await().atMost(SOON).untilAsserted(() -> assertThat(inboxes("acme")).hasSize(1));
        write("other.yaml", "thief");
        await().atMost(SOON).untilAsserted(() -> assertThat(refused()).isEqualTo(1));
        assertThat(inboxes("other")).isEmpty();
        assertThat(names("acme")).containsExactly("first");
        Files.delete(folder.resolve("other.yaml"));
        await().atMost(SOON).untilAsserted(() -> assertThat(refused()).isZero());
    }

    @Test
    void whatComesInByOurJsonStandsInTheLog() throws IOException {
        write("acme.yaml", "first");
        await().atMost(SOON).untilAsserted(() -> assertThat(inboxes("acme")).hasSize(1));
        String thread = RunningHub.newUser();
        give("""
                [{"header": {"thread": "%s", "key": "message:1"},
                  "body": {"type": "message", "externalId": "1", "parts": [{"type": "text", "text": "one"}]}},
                 {"header": {"thread": "%s", "key": "message:2"},
                  "body": {"type": "message", "externalId": "2", "parts": [{"type": "text", "text": "two"}]}}]
                """.formatted(thread, thread));
        give(Map.of(
                "header",
                Map.of("thread", thread, "key", "message:3", "inbox", "acme-shop"),
                "body",
                Map.of("type", "message", "parts", List.of(Map.of("type", "text", "text", "three")))));
        await().untilAsserted(() -> assertThat(texts(thread)).containsExactly("one", "two", "three"));
    }

    @Test
    void aChannelWhoseFileIsRefusedIsShownAndItsCallersComeAgain() throws Exception {
        assertThat(called().statusCode()).isEqualTo(403);

        write("webhook.yaml", "x\n          other: 1");
        await().atMost(SOON).untilAsserted(() -> assertThat(shown()).isPresent());
        JsonNode file = shown().orElseThrow();
        assertThat(file.path("state").asString()).isEqualTo("refused");
        assertThat(file.at("/findings/0/line").asInt()).isEqualTo(11);
        HttpResponse<Void> answer = called();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(hub.context
                        .getBean("routesHealthIndicator", HealthIndicator.class)
                        .health()
                        .getDetails()
                        .toString())
                .contains("channels/webhook.yaml:11: ");

        Files.delete(folder.resolve("webhook.yaml"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(called().statusCode()).isEqualTo(403));
        assertThat(shown()).isEmpty();
    }

    private Optional<JsonNode> shown() {
        return hub.as(Role.OPERATOR)
                .get("/api/v1/routes")
                .json()
                .path("items")
                .valueStream()
                .filter(file -> file.path("file").asString().equals("channels/webhook.yaml"))
                .findFirst();
    }

    private HttpResponse<Void> called() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(hub.address + "/channels/webhook/partner"))
                            .POST(BodyPublishers.ofString("{}"))
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    @Test
    void whatOurJsonMayNotSayIsRefusedByItsField() throws IOException {
        write("acme.yaml", "first");
        await().atMost(SOON).untilAsserted(() -> assertThat(inboxes("acme")).hasSize(1));
        refused(
                "{\"header\": {\"thread\": \"t\", \"key\": \"k\", \"inbox\": \"shop\"}, \"body\": {\"type\": \"recall\", \"target\": {\"externalId\": \"1\"}}}",
                "header.inbox: must be acme-shop");
        refused(
                "{\"header\": {\"thread\": \"t\", \"key\": \"k\", \"tenant\": \"other\"}, \"body\": {\"type\": \"recall\", \"target\": {\"externalId\": \"1\"}}}",
                "header.tenant: must be default");
        refused("{\"header\": {\"thread\": \"t\", \"key\": \"k\"}, \"body\": {\"type\": \"command\"}}", "body");
        refused(
                "{\"header\": {\"thread\": \"t\"}, \"body\": {\"type\": \"recall\", \"target\": {\"externalId\": \"1\"}}}",
                "header.key: must not be empty");
        refused(
                "{\"header\": {\"thread\": \"t\", \"key\": \"k\"}, \"body\": {\"type\": \"message\", \"parts\": [{\"type\": \"image\", \"media\": {\"blob\": \""
                        + "a".repeat(64) + "\", \"contentType\": \"image/png\", \"size\": 1}}]}}",
                "body.parts[0].media.blob: must not be given");
        refused(
                "[{\"header\": {\"thread\": \"t\", \"key\": \"k\"}, \"body\": {\"type\": \"recall\", \"target\": {\"externalId\": \"1\"}}}, 7]",
                "[1].event: must be an object");
        refused("{\"header\": {}} x", "event: must");
        refused("hello", "event: must be well-formed JSON");
    }

    @Test
    void noMoreIsReadThanALimit() throws IOException {
        write("acme.yaml", "first");
        await().atMost(SOON).untilAsserted(() -> assertThat(inboxes("acme")).hasSize(1));
        InputStream endless = new ByteArrayInputStream(new byte[32 << 20]);
        refused(endless, "event: must not have more than 8388608 bytes");
        assertThat(endless.available()).isEqualTo((24 << 20) - 1);
        String event = "{\"header\": {\"thread\": \"t\", \"key\": \"k\"},"
                + " \"body\": {\"type\": \"recall\", \"target\": {\"externalId\": \"1\"}}}";
        refused("[" + (event + ",").repeat(10_000) + event + "]", "event: must not be more than 10000 in one list");
    }

    private void refused(Object json, String reason) {
        assertThatThrownBy(() -> give(json))
                .rootCause()
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageStartingWith(reason);
    }

    private void give(Object body) {
        hub.bean(ProducerTemplate.class).sendBodyAndHeader("hub:inbound", body, "HubInbox", "acme-shop");
    }

    private double refused() {
        return hub.bean(MeterRegistry.class)
                .get("omnihub.channels.refused")
                .gauge()
                .value();
    }

    private void write(String file, String name) throws IOException {
        Files.writeString(folder.resolve(file), """
                omnihub:
                  channels:
                    %s:
                      name: Acme Talk
                      icon: bubble
                      capabilities:
                        sends: [image]
                      inboxes:
                        acme-shop:
                          name: %s
                """.formatted(file.replace(".yaml", ""), name));
    }

    private List<String> names(String channel) {
        return inboxes(channel).stream()
                .map(inbox -> inbox.path("name").asString())
                .toList();
    }

    private List<JsonNode> inboxes(String channel) {
        return items("/api/v1/inboxes").stream()
                .filter(inbox -> inbox.path("channel").asString().equals(channel))
                .toList();
    }

    private List<String> texts(String thread) {
        return items("/api/v1/contacts?externalId=" + thread).stream()
                .flatMap(contact -> items(
                        "/api/v1/conversations?contact=" + contact.path("id").asString())
                        .stream())
                .flatMap(conversation ->
                        items("/api/v1/conversations/" + conversation.path("id").asString() + "/entries?after=0")
                                .stream())
                .map(entry ->
                        entry.path("change").path("parts").path(0).path("text").asString(""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private List<JsonNode> items(String path) {
        return StreamSupport.stream(
                        hub.as(Role.ADMIN).get(path).json().path("items").spliterator(), false)
                .toList();
    }
}
