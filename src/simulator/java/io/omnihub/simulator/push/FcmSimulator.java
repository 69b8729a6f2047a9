package io.omnihub.simulator.push;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.Tokens;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;

/// Firebase Cloud Messaging, HTTP v1, and where Google grants its access tokens.
public final class FcmSimulator implements ApiServer.Api, AutoCloseable {

    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int LARGEST = 4_096;

    private final String project;
    private final String account;
    private final RSAPublicKey key;
    private final Clock clock;
    private final Tokens tokens;
    private final ApiServer api;
    private final PushRefusal.Refusals refusals = new PushRefusal.Refusals();
    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param account the service account's address
    public FcmSimulator(String project, String account, RSAPublicKey key, Clock clock) {
        this.project = project;
        this.account = account;
        this.key = key;
        this.clock = clock;
        this.tokens = new Tokens(clock, Duration.ofHours(1), Duration.ZERO);
        this.api = new ApiServer(this, breaches::add);
    }

    public String url() {
        return api.url();
    }

    public String tokenUrl() {
        return api.url() + "/token";
    }

    /// The messages that were sent, in order.
    public List<JsonNode> sent() {
        return List.copyOf(sent);
    }

    /// Those to a device.
    public List<JsonNode> sentTo(String token) {
        return sent.stream()
                .filter(each -> each.path("token").asString().equals(token))
                .toList();
    }

    /// How the hub broke the protocol; empty is right.
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    public int tokensGranted() {
        return tokens.granted();
    }

    /// Forgets the access tokens that were granted.
    public void revokeTokens() {
        tokens.revoke();
    }

    public void refuse(String token, PushRefusal refusal) {
        refusals.add(token, refusal);
    }

    @Override
    public void answer(ApiCall call) throws IOException {
        call.requireMethod("POST");
        if (call.path().equals("/token")) {
            grant(call);
        } else if (call.path().equals("/v1/projects/" + project + "/messages:send")) {
            send(call);
        } else {
            throw new BreachException("there is no such call");
        }
    }

    private void grant(ApiCall call) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String pair : call.text().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        if (!GRANT.equals(form.get("grant_type"))) {
            throw new BreachException("grant_type must be " + GRANT);
        }
        try {
            SignedJWT jwt = SignedJWT.parse(form.get("assertion"));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Instant issued = claims.getIssueTime().toInstant();
            Instant ends = claims.getExpirationTime().toInstant();
            if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                    || !jwt.verify(new RSASSAVerifier(key))
                    || !account.equals(claims.getIssuer())
                    || !claims.getAudience().equals(List.of(tokenUrl()))
                    || !SCOPE.equals(claims.getStringClaim("scope"))
                    || ends.isAfter(issued.plus(Duration.ofHours(1)))
                    || Duration.between(issued, clock.instant()).abs().compareTo(SKEW) > 0) {
                call.answer(400, "{\"error\":\"invalid_grant\"}");
                return;
            }
        } catch (ParseException | JOSEException e) {
            throw new BreachException("the assertion is no JWT", e);
        }
        call.answer("{\"access_token\":\"" + tokens.same(false) + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    }

    private void send(ApiCall call) throws IOException {
        String bearer = call.header("Authorization").replace("Bearer ", "");
        if (tokens.check(bearer) != Tokens.State.VALID) {
            error(call, 401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "");
            return;
        }
        JsonNode message = call.json().path("message");
        String token = message.path("token").asString("");
        if (token.isEmpty() || call.body().length > LARGEST) {
            throw new BreachException("a message needs a token, and has 4096 bytes at most");
        }
        if (message.path("data").valueStream().anyMatch(value -> !value.isString())) {
            throw new BreachException("data holds texts alone");
        }
        PushRefusal refusal = refusals.take(token);
        if (refusal == null) {
            sent.add(message);
            call.answer("{\"name\":\"projects/" + project + "/messages/" + sent.size() + "\"}");
        } else if (refusal.status() == 0) {
            hang();
        } else {
            if (!refusal.retryAfter().isEmpty()) {
                call.with("Retry-After", refusal.retryAfter());
            }
            String words = refusal.code().equals("INVALID_ARGUMENT")
                    ? "The registration token is not a valid FCM registration token"
                    : "no";
            error(call, refusal.status(), status(refusal), words, refusal.code());
        }
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Google's general words for FCM's own.
    private static String status(PushRefusal refusal) {
        return switch (refusal.code()) {
            case "UNREGISTERED" -> "NOT_FOUND";
            case "SENDER_ID_MISMATCH" -> "PERMISSION_DENIED";
            case "QUOTA_EXCEEDED" -> "RESOURCE_EXHAUSTED";
            default -> refusal.code();
        };
    }

    private static void error(ApiCall call, int code, String status, String words, String fcm) throws IOException {
        String details = fcm.isEmpty()
                ? ""
                : ",\"details\":[{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\",\"errorCode\":\""
                        + fcm + "\"}]";
        call.answer(
                code,
                "{\"error\":{\"code\":" + code + ",\"message\":\"" + words + "\",\"status\":\"" + status + "\""
                        + details + "}}");
    }

    @Override
    public void refuse(ApiCall call) throws IOException {
        call.answer(400, "{\"error\":{\"code\":400,\"message\":\"breach\",\"status\":\"FAILED_PRECONDITION\"}}");
    }

    @Override
    public void close() {
        closed.countDown();
        api.close();
    }
}
