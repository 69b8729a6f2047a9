package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the gateway that speaks JSON.
final class Client implements WebSocket.Listener, AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SLICE_MILLIS = 100;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder text = new StringBuilder();
    private final LinkedBlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<JsonNode> passed = new ArrayList<>();
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<String> reason = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    /// @param origin empty for none
    static Client connect(int port, String path, String origin) {
        Client client = new Client();
        WebSocket.Builder builder =
                HTTP.newWebSocketBuilder().subprotocols("omnihub.v1.json").connectTimeout(PATIENCE);
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        client.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), client)
                .join();
        return client;
    }

    void send(String frame) {
        socket().sendText(frame, true).join();
    }

    /// Sends a message and waits until it is stored.
    long say(String clientId, String said) {
        send("""
                {"type": "send", "clientId": "%s", "parts": [{"type": "text", "text": "%s"}]}""".formatted(clientId, said));
        return await("acknowledged").path("sequence").asLong();
    }

    /// The next frame of a type; those that come before it are kept for later.
    JsonNode await(String type) {
        for (int i = 0; i < passed.size(); i++) {
            if (passed.get(i).path("type").asString().equals(type)) {
                return passed.remove(i);
            }
        }
        while (true) {
            JsonNode frame = receive("a frame of the type " + type);
            if (frame.path("type").asString().equals(type)) {
                return frame;
            }
            passed.add(frame);
        }
    }

    /// The next frame of those that nobody has awaited.
    JsonNode next() {
        if (!passed.isEmpty()) {
            return passed.removeFirst();
        }
        return receive("a frame");
    }

    /// Waits for a frame, in vain where the connection is closed.
    private JsonNode receive(String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            JsonNode frame = received.poll();
            while (frame == null && !closed.isDone() && System.nanoTime() < end) {
                frame = received.poll(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (frame == null) {
                frame = received.poll();
            }
            assertThat(frame)
                    .as(
                            "%s after %s, %s",
                            what, passed, closed.handle(Client::end).getNow("open"))
                    .isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String end(@Nullable Integer code, @Nullable Throwable failure) {
        return failure == null ? "closed with " + code : failure.toString();
    }

    /// The text of the next message.
    String awaitText() {
        while (true) {
            JsonNode entry = await("entry").path("entry");
            if (entry.path("kind").asString().equals("message.created")) {
                return entry.path("change").path("parts").path(0).path("text").asString();
            }
        }
    }

    /// What came and was not awaited.
    List<JsonNode> passed() {
        received.drainTo(passed);
        return passed;
    }

    /// All that ever came, as it came.
    List<String> all() {
        return all;
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    String closeReason() {
        return reason.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    WebSocket socket() {
        assertThat(socket).isNotNull();
        return socket;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            all.add(text.toString());
            received.add(JSON.readTree(text.toString()));
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        throw new AssertionError("a binary frame");
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String why) {
        reason.complete(why);
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
        reason.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket().abort();
    }
}
