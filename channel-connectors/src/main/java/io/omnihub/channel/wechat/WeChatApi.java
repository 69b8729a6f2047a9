package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.http.AccessToken;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformBody;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.channel.http.PlatformJson;
import io.omnihub.channel.http.RefusedTokenException;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls the platform's API with the account's token.
final class WeChatApi implements AutoCloseable {

    private static final String CODE = "errcode";

    private final PlatformHttp http;
    private final AccessTokens tokens;
    private final Map<Duration, PlatformHttp> soon = new ConcurrentHashMap<>();

    WeChatApi(PlatformHttp http, AccessTokens tokens) {
        this.http = http;
        this.tokens = tokens;
    }

    /// Posts JSON.
    ///
    /// @return the platform's answer, which is not an error
    JsonNode post(ChannelInbox<Account> inbox, String path, ObjectNode body) {
        return post(inbox, path, posting(body));
    }

    /// @param shape gives the request its body
    /// @param gives one of these texts the answer has, in the place of a code
    JsonNode post(ChannelInbox<Account> inbox, String path, UnaryOperator<HttpRequest.Builder> shape, String... gives) {
        return token(inbox).use(token -> checked(inbox, http.json(inbox, request(inbox, path, token, shape)), gives));
    }

    /// Asks for what is worth a moment only, and without which the inbox works.
    ///
    /// @return the platform's answer, which is not an error
    JsonNode getSoon(ChannelInbox<Account> inbox, String path) {
        PlatformHttp client =
                soon.computeIfAbsent(inbox.account().unionWait(), longest -> new PlatformHttp("WeChat", longest));
        return token(inbox).use(token -> {
            PlatformJson answer = client.json(request(inbox, path, token, HttpRequest.Builder::GET));
            int code = answer.code(CODE, "openid");
            RuntimeException refused = new ChannelRejectedException(Integer.toString(code), "WeChat does not tell");
            if (ErrorCodes.isToken(code)) {
                throw new RefusedTokenException(() -> refused);
            }
            if (code != 0) {
                throw refused;
            }
            return answer.json();
        });
    }

    @Override
    public void close() {
        soon.values().forEach(PlatformHttp::close);
    }

    /// Gets bytes, or the JSON that the platform sends in their place.
    <T> T get(ChannelInbox<Account> inbox, String path, long largest, Function<PlatformBody, T> read) {
        return token(inbox).use(token -> {
            HttpRequest request = request(inbox, path, token, HttpRequest.Builder::GET);
            try (PlatformBody body = http.open(inbox, request, largest)) {
                return read.apply(body);
            }
        });
    }

    /// Gets bytes from an address that the platform gave us, without our token.
    <T> T get(URI address, long largest, Function<PlatformBody, T> read) {
        try (PlatformBody body = http.open(HttpRequest.newBuilder(address).build(), largest)) {
            return read.apply(body);
        }
    }

    /// An answer that is no error.
    ///
    /// @param gives one of these texts it has, in the place of a code
    JsonNode checked(ChannelInbox<Account> inbox, PlatformJson answer, String... gives) {
        int code = answer.code(CODE, gives);
        if (ErrorCodes.isToken(code)) {
            throw new RefusedTokenException(() -> ErrorCodes.failure(inbox, code));
        }
        if (code != 0) {
            throw ErrorCodes.failure(inbox, code);
        }
        inbox.online();
        return answer.json();
    }

    private AccessToken token(ChannelInbox<Account> inbox) {
        return tokens.of(inbox.tenant(), "wechat/" + inbox.account().appId(), force -> grant(inbox, force));
    }

    private static HttpRequest request(
            ChannelInbox<Account> inbox, String path, String token, UnaryOperator<HttpRequest.Builder> shape) {
        String separator = path.contains("?") ? "&" : "?";
        return request(inbox, path + separator + "access_token=" + encoded(token), shape);
    }

    private static HttpRequest request(
            ChannelInbox<Account> inbox, String path, UnaryOperator<HttpRequest.Builder> shape) {
        URI address = URI.create(inbox.account().apiUrl() + path);
        return shape.apply(HttpRequest.newBuilder(address)).build();
    }

    private AccessToken.Granted grant(ChannelInbox<Account> inbox, boolean force) {
        HttpRequest request = inbox.account().stableToken() ? stable(inbox, force) : classic(inbox);
        PlatformJson answer = ChannelUnavailableException.preparing(() -> http.json(inbox, request));
        int code = ChannelUnavailableException.preparing(() -> answer.code(CODE, "access_token"));
        if (code != 0) {
            throw ErrorCodes.noToken(inbox, code);
        }
        AccessToken.Granted granted = new AccessToken.Granted(
                answer.json().path("access_token").asString(""),
                Duration.ofSeconds(answer.json().path("expires_in").asLong(7200)));
        inbox.online();
        return granted;
    }

    private static HttpRequest stable(ChannelInbox<Account> inbox, boolean force) {
        ObjectNode body = PlatformJson.object()
                .put("grant_type", "client_credential")
                .put("appid", inbox.account().appId())
                .put("secret", inbox.account().secret())
                .put("force_refresh", force);
        return request(inbox, "/cgi-bin/stable_token", posting(body));
    }

    private static HttpRequest classic(ChannelInbox<Account> inbox) {
        String path = "/cgi-bin/token?grant_type=client_credential&appid="
                + encoded(inbox.account().appId()) + "&secret="
                + encoded(inbox.account().secret());
        return request(inbox, path, HttpRequest.Builder::GET);
    }

    private static UnaryOperator<HttpRequest.Builder> posting(ObjectNode body) {
        return request ->
                request.header("Content-Type", "application/json;charset=UTF-8").POST(PlatformJson.body(body));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
