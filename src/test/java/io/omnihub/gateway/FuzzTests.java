package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.FileLinks;
import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.operations.WrittenLog;
import io.omnihub.web.Api;
import io.omnihub.web.Description;
import io.omnihub.wire.proto.Proto.ClientFrame;
import io.omnihub.wire.proto.Proto.Content;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whatever anybody sends to any operation of the API, and in any frame of the WebSocket, is no fault of the hub's: no
/// answer says so, nothing in the log is an alarm, and no line of it is a stranger's.
///
/// `-Dfuzz.seconds=600` does it for longer, `-Dfuzz.seed=7` with other values; what fails names its seed.
final class FuzzTests {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 8);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_130);
    private static final int DEEPEST = 6;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");
    private static final JsonMapper JSON = new JsonMapper();

    /// Codes by which the hub says what is wrong with a client; not 1011 or 1013, which speak of itself.
    private static final Set<Integer> CLOSES =
            Set.of(1000, 1002, 1003, 1005, 1007, 1009, 4400, 4401, 4403, 4404, 4408, 4409, 4413, 4429);

    private final LiveHub live = LiveHub.shared();
    private final Api agent = live.hub.as(Role.AGENT);
    private final Nonsense nonsense = new Nonsense(new Random(SEED));
    private final Description description = new Description(
            live.hub.as(Role.ADMIN).get("/api/openapi").response().body());
    private final Map<String, Long> answered = new TreeMap<>();

    @Test
    void noRequestIsAFaultOfTheHub() throws IOException {
        Map<String, String> known = known();
        List<String> callers = callers();
        List<Map.Entry<String, JsonNode>> operations = operations();
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        try (WrittenLog log = new WrittenLog()) {
            for (int i = 0; System.nanoTime() < end; i++) {
                // Each operation in turn, so that every one is met in the shortest run too.
                var operation = operations.get(i % operations.size());
                request(i, operation.getKey(), operation.getValue(), nonsense.one(callers), known);
                check(log, "request " + i);
            }
        }
        assertThat(answered.keySet()).as("%s", answered).contains("2", "4");
    }

    @Test
    void noFrameIsAFaultOfTheHub() throws IOException {
        JsonNode visitor = live.visitor();
        ConversationId conversation = live.hub.begin(TenantId.DEFAULT, "Hello");
        List<JsonNode> ofVisitors = frames(visitor.path("conversation").asString());
        List<JsonNode> ofAgents = frames(conversation.value());
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        try (WrittenLog log = new WrittenLog()) {
            for (int i = 0; System.nanoTime() < end; i++) {
                boolean agent = nonsense.chance(50);
                String hello = agent
                        ? "{\"type\":\"hello\",\"ticket\":\"" + ticket() + "\"}"
                        : "{\"type\":\"hello\",\"token\":\""
                                + visitor.path("token").asString() + "\"}";
                connection(i, agent, JSON.readTree(hello), agent ? ofAgents : ofVisitors);
                check(log, "connection " + i);
            }
        }
        // Somebody else, because that visitor has sent more than one may; for a while the whole address may have.
        JsonNode bystander = live.visitor();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            try (Client client = live.visitor(bystander, "")) {
                client.await("welcome");
                assertThat(client.say(LiveHub.newId(), "Still here")).isPositive();
            }
        });
    }

    private void check(WrittenLog log, String what) {
        assertThat(log.alarms()).as("%s with the seed %d", what, SEED).isEmpty();
        assertThat(log.lines())
                .as("%s with the seed %d", what, SEED)
                .noneMatch(line -> line.startsWith(Nonsense.FORGED));
    }

    private void request(int number, String line, JsonNode operation, String caller, Map<String, String> known)
            throws IOException {
        String method = line.substring(0, line.indexOf(' '));
        String path = filled(line.substring(line.indexOf(' ') + 1), known);
        String query = query(operation.path("parameters"));
        byte[] body = body(operation);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes((method + " " + path + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n")
                .getBytes(StandardCharsets.UTF_8));
        if (!caller.isEmpty()) {
            request.writeBytes((caller + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        for (String name : headers(operation.path("parameters"))) {
            request.writeBytes((name + ": ").getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(nonsense.header());
            request.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (operation.has("requestBody")) {
            request.writeBytes(("Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        request.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);

        // From many addresses, so that no limit for one of them stands in the way.
        String from = "127.0." + (1 + number / 250 % 250) + "." + (1 + number % 250);
        RawHttp.Answer answer = RawHttp.send(URI.create(live.hub.address).getPort(), from, request.toByteArray());
        String what = "request " + number + " with the seed " + SEED + ": "
                + request.toString(StandardCharsets.ISO_8859_1) + "\n→ " + (answer == null ? "" : answer.head());
        if (answer != null) {
            assertThat(answer.status()).as(what).isLessThan(500);
            answered.merge(answer.status() / 100 + "", 1L, Long::sum);
            try {
                description.check(method, path, new byte[0], answer.status(), answer.type(), answer.bytes());
            } catch (AssertionError e) {
                throw new AssertionError(what, e);
            }
        }
    }

    private String filled(String path, Map<String, String> known) {
        Matcher placeholder = PLACEHOLDER.matcher(path);
        return placeholder.replaceAll(match -> Matcher.quoteReplacement(
                nonsense.chance(70) ? known.getOrDefault(match.group(1), "1") : nonsense.escaped()));
    }

    private String query(JsonNode parameters) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            // To wait is not to fail.
            if (parameter.path("in").asString().equals("query")
                    && !parameter.path("name").asString().equals("wait")
                    && nonsense.chance(40)) {
                pairs.add(parameter.path("name").asString() + "=" + nonsense.escaped());
            }
        }
        if (nonsense.chance(10)) {
            pairs.add(nonsense.escaped() + "=" + nonsense.escaped());
        }
        String query = String.join("&", pairs);
        return query.isEmpty() ? "" : "?" + query.replaceAll("[\\s#]", "");
    }

    private List<String> headers(JsonNode parameters) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asString().equals("header") && nonsense.chance(40)) {
                names.add(parameter.path("name").asString());
            }
        }
        while (nonsense.chance(45)) {
            names.add(nonsense.one(List.of(
                    "Accept",
                    "Accept-Charset",
                    "Accept-Encoding",
                    "Accept-Language",
                    "Access-Control-Request-Method",
                    "Authorization",
                    "Content-Encoding",
                    "Content-Type",
                    "Cookie",
                    "Forwarded",
                    "If-Match",
                    "If-Modified-Since",
                    "If-None-Match",
                    "If-Range",
                    "If-Unmodified-Since",
                    "Last-Event-ID",
                    "Origin",
                    "Range",
                    "Referer",
                    "Sec-Fetch-Mode",
                    "Sec-Fetch-Site",
                    "User-Agent",
                    "X-CSRF-Token",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Prefix",
                    "X-Forwarded-Proto",
                    "X-HTTP-Method-Override",
                    "X-Requested-With",
                    "traceparent")));
        }
        return names;
    }

    private byte[] body(JsonNode operation) {
        if (!operation.has("requestBody")) {
            return new byte[0];
        }
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        return schema.isMissingNode()
                ? nonsense.text().getBytes(nonsense.charset())
                : nonsense.document(example(schema, 0));
    }

    /// A value that fits a schema.
    private JsonNode example(JsonNode schema, int depth) {
        JsonNodeFactory made = JsonNodeFactory.instance;
        if (schema.has("$ref")) {
            return example(
                    description.document().at(schema.path("$ref").asString().substring(1)), depth);
        }
        if (schema.has("oneOf")) {
            List<JsonNode> kinds = new ArrayList<>();
            schema.path("oneOf").forEach(kinds::add);
            return example(nonsense.one(kinds), depth);
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(0);
        }
        return switch (schema.path("type").asString()) {
            case "integer" -> made.numberNode(1);
            case "number" -> made.numberNode(1.5);
            case "boolean" -> made.booleanNode(true);
            case "array" -> {
                ArrayNode array = made.arrayNode();
                yield depth > DEEPEST ? array : array.add(example(schema.path("items"), depth + 1));
            }
            case "object" -> {
                ObjectNode object = made.objectNode();
                if (depth <= DEEPEST) {
                    schema.path("properties")
                            .properties()
                            .forEach(
                                    property -> object.set(property.getKey(), example(property.getValue(), depth + 1)));
                }
                yield object;
            }
            default -> made.stringNode(nonsense.chance(70) ? "https://a.example" : LiveHub.newId());
        };
    }

    private List<Map.Entry<String, JsonNode>> operations() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        description
                .document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> all.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
        return List.copyOf(all.entrySet());
    }

    /// What exists, by the names of placeholders.
    private Map<String, String> known() {
        ConversationId id = live.hub.begin(TenantId.DEFAULT, "Hello");
        String link = live.hub
                .bean(FileLinks.class)
                .link(TenantId.DEFAULT, id, 2, 0)
                .map(address -> address.substring(address.lastIndexOf('/') + 1))
                .orElseThrow();
        return Map.of("id", id.value(), "sequence", "2", "part", "0", "name", "nobody-here", "link", link);
    }

    /// The headers by which each role, a visitor, a browser and nobody call.
    private List<String> callers() {
        List<String> callers = new ArrayList<>(List.of("", "Cookie: omnihub=wrong", "Authorization: Bearer oh_wrong"));
        for (Role role : Role.values()) {
            callers.add("Authorization: " + live.hub.as(role).authorization());
        }
        for (int i = 0; i < 4; i++) {
            callers.add("Origin: " + LiveHub.ORIGIN + "\r\nAuthorization: Visitor "
                    + live.visitor().path("token").asString());
        }
        return callers;
    }

    private String ticket() {
        return agent.post("/api/v1/tickets", "{}").json().path("ticket").asString();
    }

    private static List<JsonNode> frames(String conversation) throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        for (String frame : OperationsTests.frames(conversation).values()) {
            frames.add(JSON.readTree(frame));
        }
        return frames;
    }

    private void connection(int number, boolean agent, JsonNode hello, List<JsonNode> frames) throws IOException {
        boolean binary = nonsense.chance(25);
        try (RawClient client = new RawClient(live.port())) {
            int status = client.handshake(
                    agent ? "/ws/agent" : "/ws/visitor",
                    (agent ? "" : "Origin: " + LiveHub.ORIGIN + "\r\n") + "Sec-WebSocket-Protocol: omnihub.v1."
                            + (binary ? "protobuf" : "json") + "\r\n");
            assertThat(status).isEqualTo(101);
            int kind = RawClient.FINAL | (binary ? RawClient.BINARY : RawClient.TEXT);
            if (binary) {
                client.send(kind, hello(hello).toByteArray());
                for (int i = 0; i < 6; i++) {
                    client.send(
                            kind,
                            nonsense.broken(said(hello.path("token").asString()).toByteArray()));
                }
            } else {
                client.send(kind, nonsense.chance(90) ? bytes(hello) : nonsense.document(hello));
                for (int i = 0; i < 6; i++) {
                    client.send(kind, nonsense.document(fresh(nonsense.one(frames))));
                }
            }
            client.send(RawClient.FINAL | RawClient.CLOSE, new byte[] {3, (byte) 0xE8});
            int code = client.closeCode() & 0xFFFF;
            assertThat(CLOSES)
                    .as("connection %d with the seed %d", number, SEED)
                    .contains(code);
        } catch (EOFException | java.net.SocketException _) {
            // It was cut while more was on its way.
        }
    }

    private static ClientFrame hello(JsonNode hello) {
        return ClientFrame.newBuilder()
                .setHello(ClientFrame.Hello.newBuilder()
                        .setToken(hello.path("token").asString())
                        .setTicket(hello.path("ticket").asString()))
                .build();
    }

    private static ClientFrame said(String text) {
        return ClientFrame.newBuilder()
                .setSend(ClientFrame.Send.newBuilder()
                        .setClientId(LiveHub.newId())
                        .addParts(Content.newBuilder()
                                .setText(Content.Text.newBuilder().setText(text + "x"))))
                .build();
    }

    /// The same frame with an id that was not used before.
    private static JsonNode fresh(JsonNode frame) {
        return frame.has("clientId") && frame.deepCopy() instanceof ObjectNode copy
                ? copy.put("clientId", LiveHub.newId())
                : frame;
    }

    private static byte[] bytes(JsonNode frame) {
        return frame.toString().getBytes(StandardCharsets.UTF_8);
    }
}
