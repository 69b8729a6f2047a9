package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.omnihub.identity.Role;
import io.omnihub.message.Entry;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.telegram.TelegramSimulator;
import io.omnihub.trace.Collector;
import io.omnihub.trace.Collector.Received;
import io.omnihub.trace.Door;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import io.omnihub.wire.CloudEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import tools.jackson.databind.JsonNode;

/// A message's way from a platform's callback to an agent, and that of the reply back, as a collector and the log see
/// them.
final class TracingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private static Collector collector;
    private static TelegramSimulator telegram;
    private static RunningHub hub;

    @BeforeAll
    static void open(@TempDir Path data) throws IOException {
        collector = new Collector();
        telegram = new TelegramSimulator("12345:AA-token", "s3cret_token", Clock.systemUTC());
        Files.createDirectories(data.resolve("channels"));
        Files.writeString(
                data.resolve("channels/telegram.yaml"),
                Files.readString(Path.of("config/channels/telegram.example.yaml"))
                        .replace("https://api.telegram.org", telegram.apiUrl()));
        hub = RunningHub.startBare(
                data,
                "--omnihub.delivery.first-retry=200ms",
                "--omnihub.tracing.endpoint=" + collector.address(),
                "--omnihub.tracing.share=1",
                "--TELEGRAM_BOT_TOKEN=12345:AA-token",
                "--TELEGRAM_BOT_SECRET=s3cret_token");
        telegram.pushesTo(URI.create(hub.address + "/channels/telegram/telegram-bot"));
    }

    @AfterAll
    static void close() {
        hub.close();
        telegram.close();
        collector.close();
    }

    @Test
    void oneTraceLeadsFromTheCallbackToTheAgentAndOneFromTheReplyToThePlatform() {
        push(501, "first", "");
        try (Client agent = agent()) {
            String conversation = conversation("first");
            agent.send("{\"type\": \"watch\", \"conversation\": \"%s\"}".formatted(conversation));
            agent.await("entries");

            push(501, "second", "00-" + ID + "-" + CALLER + "-00");

            assertThat(agent.awaitText()).isEqualTo("second");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(collector.namesIn(ID))
                            .containsExactlyInAnyOrder("POST /channels/telegram", "hub:inbound", "engine", "push"));
            Received callback = named("POST /channels/telegram", ID);
            assertThat(callback.parent()).isEqualTo(CALLER);
            Received inbound = named("hub:inbound", ID);
            assertThat(inbound.parent()).isEqualTo(callback.id());
            assertThat(named("engine", ID).parent()).isEqualTo(inbound.id());
            assertThat(named("push", ID).parent()).isEqualTo(inbound.id());

            ListAppender<ILoggingEvent> lines = new ListAppender<>();
            lines.start();
            ROOT.addAppender(lines);
            telegram.faults().status(500);
            agent.send("""
                    {"type": "command", "clientId": "%s", "conversation": "%s", "command":
                     {"type": "reply", "parts": [{"type": "text", "text": "a secret of theirs"}]}}""".formatted(LiveHub.newId(), conversation));
            agent.await("acknowledged");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(collector.spans())
                            .filteredOn(span -> span.name().equals("deliver telegram"))
                            .hasSizeGreaterThanOrEqualTo(2));
            String trace = collector.spans().stream()
                    .filter(span -> span.name().equals("deliver telegram"))
                    .findFirst()
                    .orElseThrow()
                    .trace();
            assertThat(collector.namesIn(trace)).contains("command reply", "engine", "push");
            List<Received> deliveries = collector.spans().stream()
                    .filter(span -> span.name().equals("deliver telegram"))
                    .toList();
            assertThat(deliveries)
                    .allSatisfy(delivery -> assertThat(delivery.parent())
                            .isEqualTo(named("command reply", trace).id()));
            assertThat(collector.spans())
                    .filteredOn(
                            span -> span.trace().equals(trace) && span.name().startsWith("POST "))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(call ->
                            assertThat(deliveries).extracting(Received::id).contains(call.parent()));
            ROOT.detachAppender(lines);
            List<JsonNode> json =
                    List.copyOf(lines.list).stream().map(TracingTests::json).toList();
            assertThat(json)
                    .filteredOn(line -> line.path("message").asString().startsWith("A message through the inbox"))
                    .isNotEmpty()
                    .allSatisfy(line ->
                            assertThat(line.path("correlationId").asString()).isEqualTo(trace));
            assertThat(json)
                    .allSatisfy(line -> assertThat(line.toString())
                            .doesNotContain("a secret of theirs", "12345:AA-token", "s3cret_token"));
        }
    }

    @Test
    void whereAMessageIsTellsWhenItWasReceivedAndGivenToTheBufferAndByWhichIdTheLogKnowsIt() {
        push(502, "third", "00-5bf92f3577b34da6a3ce929d0e0e4736-" + CALLER + "-00");
        String conversation = conversation("third");

        Api admin = hub.as(Role.ADMIN);
        long sequence = admin.get("/api/v1/conversations/" + conversation + "/entries")
                .json()
                .path("items")
                .valueStream()
                .filter(entry -> entry.path("kind").asString().equals("message.created"))
                .findFirst()
                .orElseThrow()
                .path("sequence")
                .asLong();

        JsonNode way = admin.get("/api/v1/ways?id=" + conversation + "." + sequence)
                .json()
                .path("items")
                .path(0);

        assertThat(way.path("correlation").asString()).isEqualTo("5bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(way.path("steps").valueStream())
                .extracting(step -> step.path("step").asString())
                .containsExactly("written", "received", "buffered", "stored");
    }

    /// As Camel's Kafka gives a record's headers, and takes them.
    @Test
    void aTraceGoesThroughRoutesByTheHeaderOfRecordsAndIsInCloudEvents() throws Exception {
        String id = "6bf92f3577b34da6a3ce929d0e0e4736";
        CamelContext camel = hub.bean(CamelContext.class);
        List<String> headers = new CopyOnWriteArrayList<>();
        List<Entry> entries = new CopyOnWriteArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("hub:events?subscription=probe&types=message.created").process(exchange -> {
                    Entry entry = exchange.getMessage().getBody(Entry.class);
                    if (Door.id(entry.metadata()).equals(id)) {
                        entries.add(entry);
                        headers.add(exchange.getMessage().getHeader("traceparent", String.class));
                    }
                });
            }
        });

        camel.createProducerTemplate()
                .sendBodyAndHeader(
                        "hub:inbound",
                        """
                        {"header": {"inbox": "telegram-bot", "thread": "503", "key": "message:503-1"},
                         "body": {"type": "message", "externalId": "503-1", "parts": [{"type": "text", "text": "fourth"}]}}""",
                        "traceparent",
                        ("00-" + id + "-" + CALLER + "-01").getBytes(StandardCharsets.US_ASCII));

        await().atMost(PATIENCE).until(() -> !headers.isEmpty());
        assertThat(headers.getFirst()).startsWith("00-" + id + "-").doesNotContain(CALLER);
        assertThat(CloudEvent.attributes(entries.getFirst(), 1).get("traceparent"))
                .isEqualTo(Door.of(entries.getFirst().metadata()).context())
                .startsWith("00-" + id);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collector.namesIn(id)).contains("hub:inbound", "engine", "hub:events"));
    }

    private static JsonNode json(ILoggingEvent line) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(ROOT.getLoggerContext());
        encoder.setFormat("ecs");
        encoder.start();
        return Client.JSON.readTree(encoder.encode(line));
    }

    private static Received named(String name, String trace) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name) && span.trace().equals(trace))
                .findFirst()
                .orElseThrow();
    }

    private static void push(long chat, String text, String traceparent) {
        Callback update = telegram.update("message", telegram.message(chat, 0).put("text", text));
        Map<String, String> headers = new HashMap<>(update.headers());
        if (!traceparent.isEmpty()) {
            headers.put("traceparent", traceparent);
        }
        assertThat(telegram.deliver(new Callback(update.query(), headers, update.body()))
                        .status())
                .isEqualTo(200);
    }

    private static String conversation(String said) {
        return await().atMost(PATIENCE)
                .until(
                        () -> hub.watcher()
                                .get("/api/v1/conversations")
                                .json()
                                .path("items")
                                .valueStream()
                                .filter(each ->
                                        each.at("/lastMessage/text").asString().equals(said))
                                .map(each -> each.path("id").asString())
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    private static Client agent() {
        Client client = Client.connect(hub.bean(Gateway.class).port(), "/ws/agent", "");
        String ticket = hub.as(Role.AGENT)
                .post("/api/v1/tickets", "{}")
                .json()
                .path("ticket")
                .asString();
        client.send("{\"type\": \"hello\", \"ticket\": \"" + ticket + "\"}");
        client.await("welcome");
        return client;
    }
}
