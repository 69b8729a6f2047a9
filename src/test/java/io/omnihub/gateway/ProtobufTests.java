package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.wire.proto.Proto.ClientFrame;
import io.omnihub.wire.proto.Proto.Content;
import io.omnihub.wire.proto.Proto.ServerFrame;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A client that speaks Protobuf, beside one that speaks JSON.
final class ProtobufTests {

    private final LiveHub live = LiveHub.shared();

    @Test
    void bothFormsMeetInOneConversation() throws IOException {
        JsonNode visitor = live.visitor();
        String clientId = LiveHub.newId();
        try (RawClient app = new RawClient(live.port());
                Client page = live.visitor(visitor, "")) {
            page.await("welcome");
            assertThat(app.handshake(
                            "/ws/visitor",
                            "Origin: " + LiveHub.ORIGIN + "\r\nSec-WebSocket-Protocol: omnihub.v1.protobuf\r\n"))
                    .isEqualTo(101);
            send(
                    app,
                    ClientFrame.newBuilder()
                            .setHello(ClientFrame.Hello.newBuilder()
                                    .setToken(visitor.path("token").asString())));
            assertThat(await(app, ServerFrame.FrameCase.WELCOME).getWelcome().getConversation())
                    .isEqualTo(visitor.path("conversation").asString());

            send(
                    app,
                    ClientFrame.newBuilder()
                            .setSend(ClientFrame.Send.newBuilder()
                                    .setClientId(clientId)
                                    .addParts(Content.newBuilder()
                                            .setText(Content.Text.newBuilder().setText("From the app")))));
            assertThat(await(app, ServerFrame.FrameCase.ACKNOWLEDGED)
                            .getAcknowledged()
                            .getClientId())
                    .isEqualTo(clientId);
            assertThat(page.awaitText()).isEqualTo("From the app");

            page.say(LiveHub.newId(), "From the page");
            ServerFrame fresh = await(app, ServerFrame.FrameCase.ENTRY);
            while (!fresh.toString().contains("From the page")) {
                fresh = await(app, ServerFrame.FrameCase.ENTRY);
            }
            send(app, ClientFrame.newBuilder().setPing(ClientFrame.Ping.getDefaultInstance()));
            await(app, ServerFrame.FrameCase.PONG);
        }
    }

    @Test
    void bytesThatAreNoFrameAreToldAndCut() throws IOException {
        try (RawClient app = new RawClient(live.port())) {
            app.handshake(
                    "/ws/visitor", "Origin: " + LiveHub.ORIGIN + "\r\nSec-WebSocket-Protocol: omnihub.v1.protobuf\r\n");
            app.send(RawClient.FINAL | RawClient.BINARY, new byte[] {(byte) 0xFF, (byte) 0xFF, 0x01});
            assertThat(await(app, ServerFrame.FrameCase.ERROR).getError().getCode())
                    .isEqualTo("invalid");
            assertThat(app.closeCode()).isEqualTo(4400);
        }
    }

    private static void send(RawClient app, ClientFrame.Builder frame) throws IOException {
        app.send(RawClient.FINAL | RawClient.BINARY, frame.build().toByteArray());
    }

    /// The next frame of a kind.
    private static ServerFrame await(RawClient app, ServerFrame.FrameCase kind) throws IOException {
        ServerFrame frame;
        do {
            frame = ServerFrame.parseFrom(app.read());
        } while (frame.getFrameCase() != kind);
        return frame;
    }
}
