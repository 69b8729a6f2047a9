package io.omnihub.simulator.webhook;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.Pusher;
import io.omnihub.simulator.platform.SigningKey;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.platform.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/// A system that speaks the hub's JSON, signed as Standard Webhooks are.
public final class WebhookSimulator extends SimulatedPlatform implements ApiServer.Api {

    private final SigningKey key;
    private final ApiServer api;
    private final Map<String, List<JsonNode>> told = new ConcurrentHashMap<>();
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    /// @param key `whsec_` and Base64
    public WebhookSimulator(String key, Clock clock) {
        super(clock, new Tokens(clock, Duration.ofDays(1), Duration.ZERO), new Pusher(3, Duration.ofSeconds(5)));
        this.key = new SigningKey(key);
        this.api = new ApiServer(this, this::breach);
    }

    @Override
    protected ApiServer api() {
        return api;
    }

    public void pushesTo(URI address) {
        callback(address);
    }

    /// A call with events, as it would go over the wire now.
    public Callback sealed(String events) {
        return sealed(events, clock.instant());
    }

    /// The same at another time.
    public Callback sealed(String events, Instant at) {
        String id = "msg_" + UUID.randomUUID();
        String time = Long.toString(at.getEpochSecond());
        byte[] body = events.getBytes(StandardCharsets.UTF_8);
        return new Callback(
                "",
                Map.of(
                        "Content-Type",
                        "application/json",
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        time,
                        "webhook-signature",
                        "v1,bm90IHRoaXMgb25l " + key.sign(id, time, body)),
                body);
    }

    /// A file that the hub can fetch.
    ///
    /// @return its address
    public String file(byte[] bytes) {
        return apiUrl() + "/files/" + shelf.put("file", "application/octet-stream", bytes);
    }

    /// What the system was told of somebody, in order; each message once.
    public List<JsonNode> told(String thread) {
        return told.getOrDefault(thread, List.of());
    }

    @Override
    public void answer(ApiCall call) throws IOException {
        if (call.path().startsWith("/files/")) {
            byte[] bytes = media(call.path().substring("/files/".length()));
            call.bytes(200, "application/octet-stream", bytes);
            return;
        }
        call.requireMethod("POST");
        key.verify(call, clock.instant());
        JsonNode json = call.json();
        if (!json.path("thread").isString() || !json.path("type").isString()) {
            throw new BreachException("a call says its type and thread");
        }
        Faults.Fault fault = faults().take();
        if (fault.instead(call, (to, code) -> to.answer(code, "{\"code\":\"" + code + "\",\"reason\":\"no\"}"))) {
            return;
        }
        String known = seen.computeIfAbsent(call.header("webhook-id"), _ -> {
            told.computeIfAbsent(json.path("thread").asString(), _ -> new CopyOnWriteArrayList<>())
                    .add(json);
            return "their-" + UUID.randomUUID();
        });
        if (!fault.silent()) {
            call.answer("{\"id\":\"" + known + "\"}");
        }
    }

    @Override
    public void refuse(ApiCall call) throws IOException {
        call.answer(400, "{\"code\":\"breach\",\"reason\":\"breach\"}");
    }
}
