package io.omnihub.channel.feishu;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.AccessToken;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformBody;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.channel.http.PlatformJson;
import io.omnihub.channel.http.RefusedTokenException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls the platform's API with the app's token.
final class FeishuApi implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /// The platform always gives one.
    private static final String CODE = "code";

    /// A token is granted at once or not at all, since callbacks may wait for it; so is a picture, for which an agent
    /// waits.
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private final PlatformHttp http = new PlatformHttp("Feishu", DEADLINE);
    private final PlatformHttp quick = new PlatformHttp("Feishu", AT_ONCE);
    private final AccessTokens tokens;

    FeishuApi(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void close() {
        http.close();
        quick.close();
    }

    /// Asks for a name, which is worth a moment only, and without which the inbox works.
    ///
    /// @param longest until the answer is whole
    /// @return the platform's answer, which is not an error
    JsonNode getSoon(ChannelInbox<Account> inbox, String path, Duration longest) {
        return token(inbox).use(token -> {
            PlatformJson answer = quick.json(request(inbox, path, token, HttpRequest.Builder::GET), longest);
            int code = answer.code(CODE);
            RuntimeException refused = new ChannelRejectedException(Integer.toString(code), "Feishu tells no name");
            if (ErrorCodes.isToken(code)) {
                throw new RefusedTokenException(() -> refused);
            }
            if (code != 0) {
                throw refused;
            }
            return answer.json();
        });
    }

    /// Gets the bytes of a picture that anybody may see who knows its address.
    byte[] picture(URI address, int largest) {
        try (PlatformBody body = quick.open(HttpRequest.newBuilder(address).build(), largest)) {
            if (body.isError()) {
                throw body.refusal();
            }
            return body.bytes();
        }
    }

    /// @return the platform's answer, which is not an error
    JsonNode send(ChannelInbox<Account> inbox, String method, String path, ObjectNode body) {
        return send(inbox, path, json(method, body));
    }

    /// @param shape gives the request its method and body
    JsonNode send(ChannelInbox<Account> inbox, String path, UnaryOperator<HttpRequest.Builder> shape) {
        return token(inbox).use(token -> checked(inbox, http.json(inbox, request(inbox, path, token, shape))));
    }

    /// Gets the bytes of a file, whatever they are.
    <T> T download(ChannelInbox<Account> inbox, String path, long largest, Function<PlatformBody, T> read) {
        return token(inbox).use(token -> {
            HttpRequest request = request(inbox, path, token, HttpRequest.Builder::GET);
            try (PlatformBody body = http.open(inbox, request, largest)) {
                if (body.isError()) {
                    checked(inbox, body.json());
                }
                inbox.online();
                return read.apply(body);
            }
        });
    }

    private AccessToken token(ChannelInbox<Account> inbox) {
        return tokens.of(inbox.tenant(), "feishu/" + inbox.account().appId(), _ -> grant(inbox));
    }

    private static HttpRequest request(
            ChannelInbox<Account> inbox, String path, String token, UnaryOperator<HttpRequest.Builder> shape) {
        return request(inbox, path, request -> shape.apply(request.header("Authorization", "Bearer " + token)));
    }

    private static HttpRequest request(
            ChannelInbox<Account> inbox, String path, UnaryOperator<HttpRequest.Builder> shape) {
        URI address = URI.create(inbox.account().apiUrl() + path);
        return shape.apply(HttpRequest.newBuilder(address)).build();
    }

    private static UnaryOperator<HttpRequest.Builder> json(String method, ObjectNode body) {
        return request -> request.header("Content-Type", "application/json; charset=utf-8")
                .method(method, PlatformJson.body(body));
    }

    /// The platform gives the same token again until half an hour before its end.
    private AccessToken.Granted grant(ChannelInbox<Account> inbox) {
        Account account = inbox.account();
        ObjectNode body = PlatformJson.object().put("app_id", account.appId()).put("app_secret", account.secret());
        HttpRequest request = request(inbox, "/open-apis/auth/v3/tenant_access_token/internal", json("POST", body));
        PlatformJson answer = ChannelUnavailableException.preparing(() -> quick.json(inbox, request));
        int code = ChannelUnavailableException.preparing(() -> answer.code(CODE));
        if (code != 0) {
            throw ErrorCodes.noToken(inbox, answer.status(), code);
        }
        return new AccessToken.Granted(
                FeishuPush.text(answer.json(), "tenant_access_token"),
                Duration.ofSeconds(answer.json().path("expire").asLong(7200)));
    }

    /// Whether the platform did it stands in the body, whatever the status is.
    private static JsonNode checked(ChannelInbox<Account> inbox, PlatformJson answer) {
        int code = answer.code(CODE);
        if (ErrorCodes.isToken(code)) {
            throw new RefusedTokenException(() -> ErrorCodes.failure(inbox, answer.status(), code));
        }
        if (ErrorCodes.isTooOften(code)) {
            throw ErrorCodes.tooOften(code, pause(answer));
        }
        if (code != 0) {
            throw ErrorCodes.failure(inbox, answer.status(), code);
        }
        inbox.online();
        return answer.json();
    }

    /// In seconds, as the platform tells it with its refusal.
    private static Duration pause(PlatformJson answer) {
        String seconds = answer.headers().firstValue("x-ogw-ratelimit-reset").orElse("");
        return seconds.matches("[0-9]{1,4}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
