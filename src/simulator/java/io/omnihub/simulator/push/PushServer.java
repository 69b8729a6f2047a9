package io.omnihub.simulator.push;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.SigningKey;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/// An app owner's own server that wakes devices, and takes only what is signed as Standard Webhooks are.
public final class PushServer implements ApiServer.Api, AutoCloseable {

    private final SigningKey key;
    private final Clock clock;
    private final ApiServer api;
    private final PushRefusal.Refusals refusals = new PushRefusal.Refusals();
    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();

    /// @param key `whsec_` and Base64
    public PushServer(String key, Clock clock) {
        this.key = new SigningKey(key);
        this.clock = clock;
        this.api = new ApiServer(this, breaches::add);
    }

    public String url() {
        return api.url() + "/omnihub";
    }

    public List<JsonNode> sentTo(String token) {
        return sent.stream()
                .filter(each -> each.path("token").asString().equals(token))
                .toList();
    }

    /// How the hub broke the protocol; empty is right.
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    public void refuse(String token, PushRefusal refusal) {
        refusals.add(token, refusal);
    }

    @Override
    public void answer(ApiCall call) throws IOException {
        call.requireMethod("POST");
        key.verify(call, clock.instant());
        JsonNode push = call.json();
        PushRefusal refusal = refusals.take(push.path("token").asString(""));
        if (refusal == null) {
            sent.add(push);
            call.status(204);
        } else {
            if (!refusal.retryAfter().isEmpty()) {
                call.with("Retry-After", refusal.retryAfter());
            }
            call.status(refusal.status());
        }
    }

    @Override
    public void refuse(ApiCall call) throws IOException {
        call.status(400);
    }

    @Override
    public void close() {
        api.close();
    }
}
