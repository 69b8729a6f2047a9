package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.http.AccessToken;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.channel.wechat.WeChatProperties.Account;
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

/// Calls the platform's API with the account's token, renewing it once where the platform refuses it.
final class WeChatApi {

    private static final long LARGEST_ANSWER = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final PlatformHttp http;
    private final Clock clock;
    private final Map<ChannelInbox<Account>, AccessToken> tokens = new ConcurrentHashMap<>();

    WeChatApi(PlatformHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /// Posts JSON.
    ///
    /// @return the platform's answer, which is not an error
    JsonNode post(ChannelInbox<Account> inbox, String path, ObjectNode body) {
        return post(inbox, path, "application/json;charset=UTF-8", BodyPublishers.ofByteArray(bytes(body)));
    }

    JsonNode post(ChannelInbox<Account> inbox, String path, String contentType, BodyPublisher body) {
        return json(
                inbox,
                call(
                        inbox,
                        path,
                        LARGEST_ANSWER,
                        request -> request.header("Content-Type", contentType).POST(body)));
    }

    /// Gets bytes, or the JSON that the platform sends in their place.
    HttpResponse<byte[]> get(ChannelInbox<Account> inbox, String path, long largest) {
        return call(inbox, path, largest, HttpRequest.Builder::GET);
    }

    /// Gets bytes from an address that the platform gave us, without our token.
    HttpResponse<byte[]> get(URI address, long largest) {
        return http.send(HttpRequest.newBuilder(address).build(), largest);
    }

    static boolean isJson(HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return type.startsWith("application/json") || type.startsWith("text/");
    }

    /// Reads an answer that must be JSON.
    static JsonNode json(ChannelInbox<Account> inbox, HttpResponse<byte[]> answer) {
        return json(inbox, answer, ErrorCodes::failure);
    }

    private static JsonNode json(ChannelInbox<Account> inbox, HttpResponse<byte[]> answer, Refusal refusal) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            int code = json.path("errcode").asInt(0);
            if (code != 0) {
                throw refusal.failure(inbox, code);
            }
            inbox.online();
            return json;
        } catch (JacksonException e) {
            throw new ChannelUnavailableException("WeChat's answer is no JSON", true, e);
        }
    }

    private HttpResponse<byte[]> call(ChannelInbox<Account> inbox, String path, long largest, Shape shape) {
        AccessToken token = tokens.computeIfAbsent(inbox, any -> new AccessToken(force -> grant(any, force), clock));
        String first = token.get();
        HttpResponse<byte[]> answer = send(inbox, path, first, largest, shape);
        boolean refused = isJson(answer) && ErrorCodes.isToken(code(answer));
        return refused ? send(inbox, path, token.insteadOf(first), largest, shape) : answer;
    }

    private HttpResponse<byte[]> send(
            ChannelInbox<Account> inbox, String path, String token, long largest, Shape shape) {
        String separator = path.contains("?") ? "&" : "?";
        return send(inbox, path + separator + "access_token=" + encoded(token), largest, shape);
    }

    private HttpResponse<byte[]> send(ChannelInbox<Account> inbox, String path, long largest, Shape shape) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(inbox.account().apiUrl() + path));
        try {
            return http.send(shape.on(request).build(), largest);
        } catch (ChannelUnavailableException e) {
            inbox.offline("WeChat's API can't be reached: check the network and api-url");
            throw e;
        }
    }

    /// Runs a call that sends the customer nothing, so that its failure leaves no doubt.
    static <T> T preparing(Supplier<T> call) {
        try {
            return call.get();
        } catch (ChannelUnavailableException e) {
            throw e.withMaybeSent(false);
        }
    }

    private AccessToken.Granted grant(ChannelInbox<Account> inbox, boolean force) {
        JsonNode json = preparing(() -> json(
                inbox, inbox.account().stableToken() ? stable(inbox, force) : classic(inbox), ErrorCodes::noToken));
        String value = json.path("access_token").asString();
        if (value.isEmpty()) {
            throw new ChannelUnavailableException("WeChat granted no access token");
        }
        return new AccessToken.Granted(
                value, Duration.ofSeconds(json.path("expires_in").asLong(7200)));
    }

    private HttpResponse<byte[]> stable(ChannelInbox<Account> inbox, boolean force) {
        ObjectNode body = object().put("grant_type", "client_credential")
                .put("appid", inbox.account().appId())
                .put("secret", inbox.account().secret())
                .put("force_refresh", force);
        return send(
                inbox,
                "/cgi-bin/stable_token",
                LARGEST_ANSWER,
                request -> request.header("Content-Type", "application/json;charset=UTF-8")
                        .POST(BodyPublishers.ofByteArray(bytes(body))));
    }

    private HttpResponse<byte[]> classic(ChannelInbox<Account> inbox) {
        String path = "/cgi-bin/token?grant_type=client_credential&appid="
                + encoded(inbox.account().appId()) + "&secret="
                + encoded(inbox.account().secret());
        return send(inbox, path, LARGEST_ANSWER, HttpRequest.Builder::GET);
    }

    private static int code(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body()).path("errcode").asInt(0);
        } catch (JacksonException _) {
            return 0;
        }
    }

    /// Through a string, since Jackson writes emoji as escapes when it writes bytes, and WeChat shows the escapes.
    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /// What a code that is no success means.
    private interface Refusal {

        RuntimeException failure(ChannelInbox<Account> inbox, int code);
    }

    /// Gives a request its method and body.
    private interface Shape {

        HttpRequest.Builder on(HttpRequest.Builder request);
    }
}
