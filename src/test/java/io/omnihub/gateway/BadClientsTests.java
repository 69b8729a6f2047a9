package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.TenantId;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Clients that break rules: each gets the code of docs/websocket.md, and a client beside it notices nothing.
final class BadClientsTests {

    private static final String JSON = "Sec-WebSocket-Protocol: omnihub.v1.json\r\n";
    private static final String PROTOBUF = "Sec-WebSocket-Protocol: omnihub.v1.protobuf\r\n";
    private static final String FROM_SHOP = "Origin: " + LiveHub.ORIGIN + "\r\n";

    private final LiveHub live = LiveHub.shared();
    private final Client bystander = live.visitor(live.visitor(), "");

    @BeforeEach
    void greet() {
        bystander.await("welcome");
    }

    @AfterEach
    void theOneBesideNoticesNothing() {
        assertThat(bystander.say(LiveHub.newId(), "Still here")).isPositive();
        bystander.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/ws/visitor, https://evil.example.com, 403",
        "/ws/visitor, null, 403",
        "/ws/agent, https://evil.example.com, 403",
        "/ws/agent, http://127.0.0.1:8080, 101",
        "/ws/visitor, https://shop.example.com, 101",
        "/ws/visitor, https://shop.example.com.evil.example.com, 403",
        "/ws/visitor, http://shop.example.com, 403",
        "/ws/nobody, https://shop.example.com, 404",
        "/, https://shop.example.com, 404"
    })
    void aPageOfAnotherOriginIsRefused(String path, String origin, int status) throws IOException {
        try (RawClient client = new RawClient(live.port())) {
            assertThat(client.handshake(path, JSON + "Origin: " + origin + "\r\n"))
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sec-WebSocket-Protocol: chat\r\n",
                "Sec-WebSocket-Protocol: omnihub.v1.json, omnihub.v1.protobuf\r\n"
            })
    void exactlyOneSubprotocolMustBeOffered(String header) throws IOException {
        try (RawClient client = new RawClient(live.port())) {
            assertThat(client.handshake("/ws/visitor", FROM_SHOP + header)).isEqualTo(400);
        }
    }

    @Test
    void whatIsNoHandshakeIsAnswered() throws IOException {
        try (RawClient client = new RawClient(live.port())) {
            client.write("GET /ws/visitor HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.status()).isEqualTo(426);
        }
        try (RawClient client = new RawClient(live.port())) {
            client.write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.status()).isEqualTo(400);
        }
    }

    @Test
    void anUnmaskedFrameIsAnOffence() throws IOException {
        try (RawClient client = open(JSON)) {
            client.write(RawClient.frame(RawClient.FINAL | RawClient.TEXT, bytes("{}"), false));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void reservedBitsAndUnknownKindsAreOffences() throws IOException {
        try (RawClient client = open(JSON)) {
            client.send(RawClient.FINAL | 0x40 | RawClient.TEXT, bytes("{}"));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
        try (RawClient client = open(JSON)) {
            client.send(RawClient.FINAL | 0x5, bytes("{}"));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
        try (RawClient client = open(JSON)) {
            client.send(RawClient.FINAL | RawClient.CONTINUATION, bytes("{}"));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void textThatIsNotUtf8IsAnOffence() throws IOException {
        try (RawClient client = open(JSON)) {
            client.send(RawClient.FINAL | RawClient.TEXT, new byte[] {'"', (byte) 0xC3, '(', '"'});
            assertThat(client.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void framesOfTheOtherKindAreRefused() throws IOException {
        try (RawClient client = open(PROTOBUF)) {
            client.send(RawClient.FINAL | RawClient.TEXT, bytes("{}"));
            assertThat(client.closeCode()).isEqualTo(1003);
        }
        try (RawClient client = open(JSON)) {
            client.send(RawClient.FINAL | RawClient.BINARY, new byte[] {1});
            assertThat(client.closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void aFrameThatIsTooLargeIsCutWholeOrInFragments() throws IOException {
        try (RawClient client = open(JSON)) {
            // Its head says already that it is too large, so the hub reads no further.
            byte[] frame = RawClient.frame(RawClient.FINAL | RawClient.TEXT, new byte[128 * 1024 + 1], true);
            client.write(Arrays.copyOf(frame, 20));
            assertThat(client.closeCode()).isEqualTo(1009);
        }
        try (RawClient client = open(JSON)) {
            client.send(RawClient.TEXT, new byte[100 * 1024]);
            try {
                client.send(RawClient.CONTINUATION, new byte[100 * 1024]);
            } catch (SocketException _) {
                // The hub need not read to the end what is too much already.
            }
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aFrameInFragmentsIsTaken() throws IOException {
        String hello = "{\"type\": \"hello\", \"token\": \""
                + live.visitor().path("token").asString() + "\"}";
        try (RawClient client = open(JSON)) {
            client.send(RawClient.TEXT, bytes(hello.substring(0, 10)));
            client.send(RawClient.FINAL | RawClient.PING, bytes("x"));
            client.send(RawClient.FINAL | RawClient.CONTINUATION, bytes(hello.substring(10)));
            assertThat(client.read()).isEqualTo(bytes("x"));
            assertThat(new String(client.read(), StandardCharsets.UTF_8)).contains("\"welcome\"");
        }
    }

    @Test
    void fragmentsWithoutEndAreCut() throws IOException {
        try (RawClient client = open(JSON)) {
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            many.write(RawClient.frame(RawClient.TEXT, bytes("{"), true));
            for (int i = 0; i < 200; i++) {
                many.write(RawClient.frame(RawClient.CONTINUATION, new byte[0], true));
            }
            client.write(many.toByteArray());
            assertThat(client.closeCode()).isEqualTo(4429);
        }
    }

    @Test
    void whatAVisitorSendsCountsOverAllConnectionsAndByRest() throws IOException {
        String token = live.visitor().path("token").asString();
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(RawClient.frame(
                RawClient.FINAL | RawClient.TEXT, bytes("{\"type\": \"hello\", \"token\": \"" + token + "\"}"), true));
        for (int i = 0; i < 80; i++) {
            many.write(RawClient.frame(RawClient.FINAL | RawClient.TEXT, bytes("{\"type\": \"ping\"}"), true));
        }
        try (RawClient first = open(JSON);
                RawClient second = open(JSON)) {
            first.write(many.toByteArray());
            // The welcome and all answers.
            for (int i = 0; i < 81; i++) {
                assertThat(new String(first.read(), StandardCharsets.UTF_8)).contains("\"type\"");
            }
            second.write(many.toByteArray());
            assertThat(second.closeCode()).isEqualTo(4429);
        }
        Api.Answer answer = new Api(live.hub.address, "Visitor " + token).get("/api/v1/visitor/entries");
        for (int i = 0; i < 100 && answer.status() == 200; i++) {
            answer = new Api(live.hub.address, "Visitor " + token).get("/api/v1/visitor/entries");
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:omnihub:problem:too-many");
    }

    @Test
    void aHundredFramesAMillisecondAreTooMany() throws IOException {
        try (RawClient client = open(JSON)) {
            client.send(
                    RawClient.FINAL | RawClient.TEXT,
                    bytes("{\"type\": \"hello\", \"token\": \""
                            + live.visitor().path("token").asString() + "\"}"));
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 300; i++) {
                many.write(RawClient.frame(RawClient.FINAL | RawClient.TEXT, bytes("{\"type\": \"ping\"}"), true));
            }
            client.write(many.toByteArray());
            assertThat(client.closeCode()).isEqualTo(4429);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"dance\"} | 4400 | type",
                "not JSON | 4400 | frame",
                "null | 4400 | frame",
                "{\"type\": \"hello\", \"token\": \"a\\u0000b\"} | 4400 | token",
                "{\"type\": \"hello\", \"token\": \"v1.bnVsbA.AAAA\"} | 4401 | token",
                "{\"type\": \"hello\"} | 4401 | token",
                "{\"type\": \"hello\", \"token\": \"\"} | 4401 | token",
                "{\"type\": \"hello\", \"token\": \"v1.a.b\"} | 4401 | token",
                "{\"type\": \"hello\", \"ticket\": \"t\"} | 4403 | ticket",
                "{\"type\": \"ping\", \"type\": \"ping\"} | 4400 | frame"
            })
    void aWrongFirstFrameIsToldAndCut(String frame, int code, String field) {
        try (Client client = live.connectVisitor()) {
            client.send(frame);
            assertThat(client.await("error").path("field").asString()).isEqualTo(field);
            assertThat(client.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void aTokenOfAnotherSiteOrChangedIsRefused() {
        String token = live.visitor().path("token").asString();
        try (Client client = Client.connect(live.port(), "/ws/visitor", LiveHub.OTHER_ORIGIN)) {
            client.send("{\"type\": \"hello\", \"token\": \"" + token + "\"}");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
        try (Client client = live.connectVisitor()) {
            int middle = token.length() / 2;
            char changed = token.charAt(middle) == 'A' ? 'B' : 'A';
            client.send("{\"type\": \"hello\", \"token\": \"" + token.substring(0, middle) + changed
                    + token.substring(middle + 1) + "\"}");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aTicketIsGoodOnce() {
        String ticket = live.ticket(TenantId.DEFAULT);
        String hello = "{\"type\": \"hello\", \"ticket\": \"" + ticket + "\"}";
        try (Client first = Client.connect(live.port(), "/ws/agent", "");
                Client second = Client.connect(live.port(), "/ws/agent", "")) {
            first.send(hello);
            first.await("welcome");
            second.send(hello);
            assertThat(second.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void framesOfTheOtherRoleAreRefused() {
        try (Client visitor = live.visitor(live.visitor(), "")) {
            visitor.send("{\"type\": \"list\"}");
            assertThat(visitor.closeCode()).isEqualTo(4403);
        }
        try (Client agent = live.agent()) {
            agent.send("{\"type\": \"send\", \"clientId\": \"" + LiveHub.newId()
                    + "\", \"parts\": [{\"type\": \"text\", \"text\": \"x\"}]}");
            assertThat(agent.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void anothersConversationDoesNotExistForAVisitor() {
        JsonNode one = live.visitor();
        String conversation = one.path("conversation").asString();
        try (Client victim = live.visitor(one, "");
                Client curious = live.visitor(live.visitor(), "")) {
            victim.await("welcome");
            String own = curious.await("welcome").path("conversation").asString();
            victim.say(LiveHub.newId(), "Private");
            curious.say(LiveHub.newId(), "Mine");
            for (String frame : List.of("\"fetch\"", "\"read\", \"upTo\": 2", "\"typing\"")) {
                curious.send("{\"type\": %s, \"conversation\": \"%s\"}".formatted(frame, conversation));
                assertThat(curious.await("refused").path("code").asString())
                        .as(frame)
                        .isEqualTo("not-found");
            }
            curious.send("{\"type\": \"fetch\", \"conversation\": \"" + own + "\"}");
            assertThat(curious.await("entries").toString()).contains("Mine");
            curious.send("{\"type\": \"ping\"}");
            curious.await("pong");
            victim.say(LiveHub.newId(), "Still private");
            assertThat(victim.all()).noneMatch(frame -> frame.contains("read.marked"));
            assertThat(curious.all()).noneMatch(frame -> frame.contains("rivate"));
        }
    }

    @Test
    void anotherTenantsConversationDoesNotExist() {
        JsonNode visitor = live.visitor();
        String conversation = visitor.path("conversation").asString();
        try (Client customer = live.visitor(visitor, "");
                Client stranger = live.agent(RunningHub.OTHER)) {
            customer.await("welcome");
            customer.say(LiveHub.newId(), "Private");
            String clientId = LiveHub.newId();
            stranger.send("""
                    {"type": "command", "clientId": "%s", "conversation": "%s", "command": {"type": "resolve"}}""".formatted(clientId, conversation));
            JsonNode refused = stranger.await("refused");
            assertThat(refused.path("clientId").asString()).isEqualTo(clientId);
            assertThat(refused.path("code").asString()).isEqualTo("not-found");
            stranger.send("{\"type\": \"watch\", \"conversation\": \"" + conversation + "\"}");
            assertThat(stranger.await("refused").path("code").asString()).isEqualTo("not-found");
            customer.say(LiveHub.newId(), "More");
            stranger.send("{\"type\": \"ping\"}");
            stranger.await("pong");
            assertThat(stranger.passed()).noneMatch(frame -> frame.toString().contains(conversation));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"type\": \"text\", \"text\": \"\\ud800\"}]",
                "[{\"type\": \"rich-text\", \"html\": \"<b>x</b>\"}]"
            })
    void aMessageThatBreaksARuleIsRefusedAndTheNextOneTaken(String parts) {
        try (Client client = live.visitor(live.visitor(), "")) {
            client.await("welcome");
            String clientId = LiveHub.newId();
            client.send("{\"type\": \"send\", \"clientId\": \"" + clientId + "\", \"parts\": " + parts + "}");
            JsonNode refused = client.await("refused");
            assertThat(refused.path("clientId").asString()).isEqualTo(clientId);
            assertThat(refused.path("code").asString()).isEqualTo("invalid");
            assertThat(refused.path("field").asString()).startsWith("parts");
            assertThat(client.say(LiveHub.newId(), "Better")).isPositive();
        }
    }

    @Test
    void theSameMessageIsStoredOnceAndAnotherOneUnderItsIdIsRefused() {
        try (Client client = live.visitor(live.visitor(), "")) {
            client.await("welcome");
            String clientId = LiveHub.newId();
            long first = client.say(clientId, "Once");
            assertThat(client.say(clientId, "Once")).isEqualTo(first);
            client.send("{\"type\": \"send\", \"clientId\": \"" + clientId
                    + "\", \"parts\": [{\"type\": \"text\", \"text\": \"Twice\"}]}");
            assertThat(client.await("refused").path("code").asString()).isEqualTo("conflict");
        }
    }

    @Test
    void twoTabsOfOneVisitorSeeTheSame() {
        JsonNode visitor = live.visitor();
        try (Client one = live.visitor(visitor, "");
                Client two = live.visitor(visitor, "")) {
            one.await("welcome");
            two.await("welcome");
            one.say(LiveHub.newId(), "From one");
            assertThat(one.awaitText()).isEqualTo("From one");
            assertThat(two.awaitText()).isEqualTo("From one");
            two.say(LiveHub.newId(), "From two");
            assertThat(one.awaitText()).isEqualTo("From two");
            assertThat(two.awaitText()).isEqualTo("From two");
        }
    }

    private RawClient open(String protocol) throws IOException {
        RawClient client = new RawClient(live.port());
        assertThat(client.handshake("/ws/visitor", FROM_SHOP + protocol)).isEqualTo(101);
        return client;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
