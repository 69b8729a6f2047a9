package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Limits and deadlines, on a hub whose are short.
final class DeadlineTests {

    private static final LiveHub LIVE = LiveHub.start(
            "--omnihub.gateway.heartbeat=1s",
            "--omnihub.gateway.hello-within=2s",
            "--omnihub.gateway.silence=3s",
            "--omnihub.gateway.connections-per-address=20",
            "--omnihub.gateway.restart-spread=1234ms");

    @AfterAll
    static void stop() {
        LIVE.close();
    }

    @Test
    void whoSaysNoHelloIsCut() {
        try (Client client = LIVE.connectVisitor()) {
            assertThat(client.closeCode()).isEqualTo(4408);
        }
    }

    @Test
    void whoIsSilentIsCut() {
        try (Client client = LIVE.visitor(LIVE.visitor(), "")) {
            client.await("welcome");
            assertThat(client.closeCode()).isEqualTo(4408);
        }
    }

    @Test
    void aFrameThatNeverEndsIsCut() throws IOException {
        try (RawClient client = new RawClient(LIVE.port())) {
            client.handshake(
                    "/ws/visitor", "Origin: " + LiveHub.ORIGIN + "\r\nSec-WebSocket-Protocol: omnihub.v1.json\r\n");
            client.send(RawClient.TEXT, "{".getBytes(StandardCharsets.UTF_8));
            assertThat(client.closeCode()).isEqualTo(4408);
        }
    }

    @Test
    void aRequestThatNeverEndsIsCut() throws IOException {
        try (RawClient client = new RawClient(LIVE.port())) {
            client.write("GET /ws/visitor HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(client::status).isInstanceOfAny(EOFException.class, SocketException.class);
        }
    }

    @Test
    void heartbeatsTellTheLastSequence() {
        JsonNode visitor = LIVE.visitor();
        try (Client client = LIVE.visitor(visitor, "")) {
            client.await("welcome");
            long last = client.say(LiveHub.newId(), "Hello");
            JsonNode heartbeat = client.await("heartbeat");
            while (heartbeat.path("last").isEmpty()) {
                heartbeat = client.await("heartbeat");
            }
            assertThat(heartbeat
                            .path("last")
                            .path(visitor.path("conversation").asString())
                            .asLong())
                    .isEqualTo(last);
        }
    }

    @Test
    void oneAddressHasSoManyConnections() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            int status = 101;
            while (status == 101 && clients.size() <= 20) {
                RawClient client = new RawClient(LIVE.port());
                clients.add(client);
                status = client.handshake("/ws/agent", "Sec-WebSocket-Protocol: omnihub.v1.json\r\n");
            }
            assertThat(status).isEqualTo(429);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        Awaitility.await().until(() -> LIVE.hub.bean(LiveConnections.class).size() == 0);
    }

    @Test
    void aStopSendsTheClientsAwayWithAHint() {
        try (LiveHub stopping = LiveHub.start("--omnihub.gateway.restart-spread=1234ms")) {
            try (Client client = stopping.visitor(stopping.visitor(), "")) {
                client.await("welcome");
                stopping.hub.close();
                assertThat(client.closeCode()).isEqualTo(1012);
                assertThat(client.closeReason()).isEqualTo("1234");
            }
        }
    }
}
