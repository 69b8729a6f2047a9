package io.omnihub.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnihub.identity.Role;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a node counts is what those around it know to have happened: two platforms that call at once, among it calls
/// that come again, that prove nothing and that nobody can read, and that refuse, put off or take what is sent.
final class CountersTests {

    private static final List<String> CHANNELS = List.of("acme", "kite");
    private static final int CUSTOMERS = 3;
    private static final int CALLS = 40;
    private static final int REPLIES = 8;
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String FILE = """
            omnihub:
              channels:
                CHANNEL:
                  capabilities: {}
                  inboxes:
                    CHANNEL-main: {secrets: {token: let-me-in}, properties: {api-url: "ADDRESS"}}
            """;
    private static final String ROUTE = """
            - templatedRoute:
                routeTemplateRef: callback-by-steps
                routeId: CHANNEL-callback
                parameters:
                  - {name: channel, value: CHANNEL}
                  - {name: proof, value: "callback:token?channel=CHANNEL&at=header:X-Token"}
                  - {name: read, value: "mapping:CHANNEL"}
            - templatedRoute:
                routeTemplateRef: replay-by-steps
                routeId: CHANNEL-replay
                parameters:
                  - {name: channel, value: CHANNEL}
                  - {name: read, value: "mapping:CHANNEL"}
            - templatedRoute:
                routeTemplateRef: outbound-by-steps
                routeId: CHANNEL-outbound
                parameters:
                  - {name: channel, value: CHANNEL}
            - templatedRoute:
                routeTemplateRef: call-by-steps
                routeId: CHANNEL-call
                parameters:
                  - {name: channel, value: CHANNEL}
                  - {name: call, value: "platform:call?channel=CHANNEL&url={api-url}/CHANNEL"}
            """;
    private static final String MAPPING = """
            in:
              thread: .from
              rules:
                - message: .id
                  parts: {text: .id}
            out:
              message:
                - {when: .type == "text", headers: {X-Key: $key}, body: {text: .text}}
              answer: {externalId: .id, code: .code}
            """;

    /// By the name of the metric, with its labels.
    private final Map<String, LongAdder> known = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> asked = new ConcurrentHashMap<>();
    private final List<Throwable> failed = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void eachCounterIsWhatThoseAroundTheHubKnow() throws Exception {
        HttpServer platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        platform.createContext("/", this::take);
        platform.start();
        Path routes = files("http://127.0.0.1:" + platform.getAddress().getPort());
        try (RunningHub hub = RunningHub.startBare(directory.resolve("data"), "--omnihub.routes=" + routes)) {
            List<Thread> customers = new ArrayList<>();
            for (String channel : CHANNELS) {
                for (int customer = 0; customer < CUSTOMERS; customer++) {
                    String who = channel + "-" + customer;
                    customers.add(Thread.ofVirtual().start(() -> {
                        try {
                            call(hub, channel, who);
                        } catch (Throwable e) {
                            failed.add(e);
                        }
                    }));
                }
            }
            for (Thread customer : customers) {
                customer.join();
            }
            assertThat(failed).isEmpty();
            await().untilAsserted(() -> assertThat(conversations(hub)).hasSize(CHANNELS.size() * CUSTOMERS));
            answer(hub);
            await().untilAsserted(() -> {
                Map<String, Double> counted = metrics(hub);
                Map<String, Double> told = new HashMap<>();
                known.keySet().forEach(name -> told.put(name, counted.getOrDefault(name, 0.0)));
                assertThat(told)
                        .containsExactlyInAnyOrderEntriesOf(known.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        each -> each.getValue().doubleValue())));
            });
            Map<String, Double> counted = metrics(hub);
            // Nothing else happened of what is counted by these.
            for (String name : List.of(
                    "omnihub_buffer_accepted_total",
                    "omnihub_buffer_refused_total",
                    "omnihub_engine_events_total",
                    "omnihub_delivery_total",
                    "omnihub_callbacks_refused_total",
                    "omnihub_deadletters_given_total")) {
                assertThat(sum(counted, name)).as(name).isEqualTo(sum(told(), name));
            }
            assertThat(hub.watcher()
                            .get("/api/v1/dead-letters?limit=100")
                            .json()
                            .path("items"))
                    .hasSize((int) sum(told(), "omnihub_deadletters"));
            assertThat(failed).isEmpty();
        } finally {
            platform.stop(0);
        }
    }

    private Map<String, Double> told() {
        return known.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().doubleValue()));
    }

    private static double sum(Map<String, Double> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(each -> each.getKey().replaceAll("\\{.*", "").equals(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private Path files(String address) throws IOException {
        Path routes =
                Files.createDirectories(directory.resolve("routes/mappings")).getParent();
        for (String shared : List.of("callback.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
        Path channels = Files.createDirectories(directory.resolve("data/channels"));
        for (String channel : CHANNELS) {
            Files.writeString(
                    channels.resolve(channel + ".yaml"),
                    FILE.replace("CHANNEL", channel).replace("ADDRESS", address));
            Files.writeString(routes.resolve(channel + ".camel.yaml"), ROUTE.replace("CHANNEL", channel));
            Files.writeString(routes.resolve("mappings/" + channel + ".yaml"), MAPPING);
        }
        return routes;
    }

    /// What a platform does of one customer, and what is then to be counted.
    private void call(RunningHub hub, String channel, String who) throws Exception {
        String inbox = "/channels/%1$s/%1$s-main".formatted(channel);
        for (int n = 0; n < CALLS; n++) {
            String body = "{\"from\": \"%1$s\", \"id\": \"%1$s-%2$d\"}".formatted(who, n);
            assertThat(post(hub, inbox, "let-me-in", body)).isEqualTo(200);
            accepted(channel);
            event(channel, "stored");
            if (n % 5 == 1) {
                assertThat(post(hub, inbox, "let-me-in", body)).isEqualTo(200);
                accepted(channel);
                event(channel, "duplicate");
            }
            if (n % 7 == 2) {
                assertThat(post(hub, inbox, "wrong", body)).isEqualTo(403);
                refused(channel, "wrong_signature");
            }
            if (n % 7 == 3) {
                assertThat(post(hub, inbox, "", body)).isEqualTo(403);
                refused(channel, "missing_signature");
            }
            if (n % 7 == 4) {
                assertThat(post(hub, inbox + "-not", "let-me-in", body)).isEqualTo(403);
                refused(channel, "unknown_inbox");
            }
            if (n % 10 == 5) {
                know("omnihub_deadletters");
                givenUp(hub, channel, inbox, who + " no JSON " + n);
                // Whoever gives it up again makes no second one of it.
                givenUp(hub, channel, inbox, who + " no JSON " + n);
            }
        }
    }

    private void givenUp(RunningHub hub, String channel, String inbox, String body) throws Exception {
        assertThat(post(hub, inbox, "let-me-in", body)).isEqualTo(200);
        know("omnihub_deadletters_given_total{route=\"%s-callback\"}".formatted(channel));
        event(channel, "dead");
    }

    /// Agents answer each customer; what becomes of an answer the platform says.
    private void answer(RunningHub hub) {
        Api agent = hub.as(Role.AGENT);
        for (JsonNode conversation : conversations(hub)) {
            String channel = conversation.path("channel").asString();
            for (int n = 0; n < REPLIES; n++) {
                String path = "/api/v1/conversations/" + conversation.path("id").asString() + "/replies";
                assertThat(agent.post(path, "{\"parts\": [{\"type\": \"text\", \"text\": \"%d\"}]}".formatted(n))
                                .status())
                        .isEqualTo(201);
                event(channel, "stored");
                // And its receipt.
                event(channel, "stored");
            }
        }
    }

    /// Puts each fourth off at first, and refuses each fourth.
    private void take(HttpExchange exchange) throws IOException {
        String channel = exchange.getRequestURI().getPath().substring(1);
        String text = JSON.readTree(exchange.getRequestBody()).path("text").asString();
        know("omnihub_delivery_total{channel=\"%s\",what=\"claimed\"}".formatted(channel));
        know("omnihub_delivery_send_seconds_count{channel=\"%s\"}".formatted(channel));
        LongAdder before = asked.computeIfAbsent(exchange.getRequestHeaders().getFirst("X-Key"), _ -> new LongAdder());
        before.increment();
        boolean putOff = Integer.parseInt(text) % 4 == 1 && before.sum() == 1;
        boolean refused = Integer.parseInt(text) % 4 == 2;
        know("omnihub_delivery_total{channel=\"%s\",what=\"%s\"}"
                .formatted(channel, putOff ? "unavailable" : refused ? "rejected" : "sent"));
        try (exchange) {
            if (putOff) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(putOff ? 429 : refused ? 400 : 200, 0);
            exchange.getResponseBody().write("{\"id\": \"1\", \"code\": \"no\"}".getBytes(UTF_8));
        }
    }

    private void accepted(String channel) {
        know("omnihub_buffer_accepted_total{channel=\"%s\"}".formatted(channel));
    }

    private void event(String channel, String outcome) {
        know("omnihub_engine_events_total{channel=\"%s\",outcome=\"%s\"}".formatted(channel, outcome));
    }

    private void refused(String channel, String reason) {
        know("omnihub_callbacks_refused_total{channel=\"%s\",reason=\"%s\"}".formatted(channel, reason));
    }

    private void know(String metric) {
        known.computeIfAbsent(metric, _ -> new LongAdder()).increment();
    }

    private static int post(RunningHub hub, String path, String token, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub.address + path)).POST(BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("X-Token", token);
        }
        return CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static List<JsonNode> conversations(RunningHub hub) {
        return hub.watcher()
                .get("/api/v1/conversations?limit=100")
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private static Map<String, Double> metrics(RunningHub hub) {
        return hub.watcher()
                .get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        (one, _) -> one));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
