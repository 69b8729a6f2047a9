package io.omnihub.channel.feishu;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.AccessToken;
import io.omnihub.channel.http.PlatformHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Calls the platform's API with the app's token, renewing it once where the platform refuses it.
final class FeishuApi implements AutoCloseable {

    /// So long the platform has to tell what a callback waits for, of which it wants to be answered within 3 seconds.
    static final Duration SOON = Duration.ofMillis(600);

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long LARGEST_ANSWER = 1 << 20;
    private static final String JSON_TYPE = "application/json; charset=utf-8";
    private static final JsonMapper JSON = new JsonMapper();

    private final PlatformHttp http;
    private final PlatformHttp soon;
    private final Clock clock;
    private final Map<ChannelInbox<Account>, AccessToken> tokens = new ConcurrentHashMap<>();

    FeishuApi(Clock clock) {
        this.http = new PlatformHttp("Feishu", DEADLINE);
        this.soon = new PlatformHttp("Feishu", SOON);
        this.clock = clock;
    }

    @Override
    public void close() {
        http.close();
        soon.close();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /// Asks for something that is worth a moment only.
    ///
    /// @return the platform's answer, which is not an error
    JsonNode getSoon(ChannelInbox<Account> inbox, String path) {
        return json(inbox, call(soon, inbox, path, LARGEST_ANSWER, HttpRequest.Builder::GET));
    }

    /// @return the platform's answer, which is not an error
    JsonNode send(ChannelInbox<Account> inbox, String method, String path, ObjectNode body) {
        return send(inbox, method, path, JSON_TYPE, BodyPublishers.ofString(body.toString()));
    }

    JsonNode send(ChannelInbox<Account> inbox, String method, String path, String contentType, BodyPublisher body) {
        return json(
                inbox,
                call(
                        http,
                        inbox,
                        path,
                        LARGEST_ANSWER,
                        request -> request.header("Content-Type", contentType).method(method, body)));
    }

    /// Gets the bytes of a file, whatever they are.
    byte[] download(ChannelInbox<Account> inbox, String path, long largest) {
        HttpResponse<byte[]> answer = call(http, inbox, path, largest, HttpRequest.Builder::GET);
        if (answer.statusCode() != 200) {
            throw refusal(inbox, answer, ErrorCodes::failure);
        }
        inbox.online();
        return answer.body();
    }

    private HttpResponse<byte[]> call(
            PlatformHttp by, ChannelInbox<Account> inbox, String path, long largest, Shape shape) {
        AccessToken token = tokens.computeIfAbsent(inbox, any -> new AccessToken(_ -> grant(any), clock));
        String first = token.get();
        HttpResponse<byte[]> answer = send(by, inbox, path, first, largest, shape);
        boolean refused = answer.statusCode() != 200 && ErrorCodes.isToken(code(answer));
        return refused ? send(by, inbox, path, token.insteadOf(first), largest, shape) : answer;
    }

    private HttpResponse<byte[]> send(
            PlatformHttp by, ChannelInbox<Account> inbox, String path, String token, long largest, Shape shape) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(inbox.account().apiUrl() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return by.exchange(shape.on(request).build(), largest);
        } catch (ChannelUnavailableException e) {
            if (by == soon) {
                throw e;
            }
            inbox.offline("Feishu's API can't be reached: check the network and api-url");
            throw e;
        }
    }

    /// The platform gives the same token again until half an hour before its end.
    private AccessToken.Granted grant(ChannelInbox<Account> inbox) {
        Account account = inbox.account();
        ObjectNode body = object().put("app_id", account.appId()).put("app_secret", account.secret());
        JsonNode json = preparing(() -> json(
                inbox,
                send(
                        http,
                        inbox,
                        "/open-apis/auth/v3/tenant_access_token/internal",
                        "",
                        LARGEST_ANSWER,
                        request -> request.header("Content-Type", JSON_TYPE)
                                .POST(BodyPublishers.ofString(body.toString()))),
                ErrorCodes::noToken));
        String value = FeishuPush.text(json, "tenant_access_token");
        if (value.isEmpty()) {
            throw new ChannelUnavailableException("Feishu granted no access token");
        }
        return new AccessToken.Granted(
                value, Duration.ofSeconds(json.path("expire").asLong(7200)));
    }

    private static JsonNode json(ChannelInbox<Account> inbox, HttpResponse<byte[]> answer) {
        return json(inbox, answer, ErrorCodes::failure);
    }

    /// Whether the platform did it stands in the body, whatever the status is.
    private static JsonNode json(ChannelInbox<Account> inbox, HttpResponse<byte[]> answer, Refusal refusal) {
        JsonNode json = body(answer);
        if (answer.statusCode() == 200
                && json.path("code").isInt()
                && json.path("code").asInt() == 0) {
            inbox.online();
            return json;
        }
        throw refusal(inbox, answer, refusal);
    }

    private static RuntimeException refusal(ChannelInbox<Account> inbox, HttpResponse<byte[]> answer, Refusal refusal) {
        int status = answer.statusCode();
        int code = code(answer);
        if (code != 0) {
            return refusal.failure(inbox, status, code);
        }
        return switch (status) {
            case 200 -> new ChannelUnavailableException("Feishu's answer is no JSON with a code", true, null);
            case 429 -> ChannelUnavailableException.later("Feishu answered HTTP 429: it is called too often");
            default -> new ChannelUnavailableException("Feishu answered HTTP " + status, status >= 500, null);
        };
    }

    private static int code(HttpResponse<byte[]> answer) {
        return body(answer).path("code").asInt(0);
    }

    private static JsonNode body(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException _) {
            return JSON.missingNode();
        }
    }

    /// Runs a call that nobody sees, so that its failure leaves no doubt.
    static <T> T preparing(Supplier<T> call) {
        try {
            return call.get();
        } catch (ChannelUnavailableException e) {
            throw e.withMaybeSent(false);
        }
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /// What a code that is no success means.
    private interface Refusal {

        RuntimeException failure(ChannelInbox<Account> inbox, int status, int code);
    }

    /// Gives a request its method and body.
    private interface Shape {

        HttpRequest.Builder on(HttpRequest.Builder request);
    }
}
