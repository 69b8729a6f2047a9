package io.omnihub.simulator.push;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// An app owner's own server that wakes devices, and takes only what is signed as Standard Webhooks are.
public final class PushServer implements ApiServer.Api, AutoCloseable {

    private static final int WINDOW = 300;

    private final String key;
    private final Clock clock;
    private final ApiServer api;
    private final PushRefusal.Refusals refusals = new PushRefusal.Refusals();
    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();

    /// @param key `whsec_` and Base64
    public PushServer(String key, Clock clock) {
        this.key = key;
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
        String id = call.header("webhook-id");
        String time = call.header("webhook-timestamp");
        if (!call.header("webhook-signature").equals(signature(id, time, call.body()))
                || Math.abs(clock.instant().getEpochSecond() - Long.parseLong(time)) > WINDOW) {
            throw new BreachException("the call is not signed");
        }
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

    private String signature(String id, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.replace("whsec_", "")), "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
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
