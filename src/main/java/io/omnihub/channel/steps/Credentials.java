package io.omnihub.channel.steps;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.declared.DeclaredAccount;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.AccessToken;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.channel.http.PlatformJson;
import io.omnihub.message.ChannelId;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/// How a call proves to the platform whose it is.
final class Credentials {

    /// Of a token whose platform does not say how long it lives.
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final ChannelId channel;
    private final DeclaredChannels channels;
    private final AccessTokens tokens;
    private final Kind kind;
    private final String secret;
    private final String header;
    private final String user;
    private final String tokenUrl;
    private final String scope;

    Credentials(ChannelId channel, Options options, DeclaredChannels channels, AccessTokens tokens) {
        this.channel = channel;
        this.channels = channels;
        this.tokens = tokens;
        this.kind = options.constant("auth", Kind.NONE, Kind.values());
        this.secret = options.get("secret", kind.secret);
        this.header = options.get("header", "Authorization");
        this.user = options.get("user", kind == Kind.OAUTH2 ? "client-id" : "user");
        this.tokenUrl = options.get("tokenUrl", "token-url");
        this.scope = options.get("scope", "");
    }

    /// Makes a call with the header that proves it; with another token once more where the platform refuses one.
    <T> T with(ChannelInbox<DeclaredAccount> inbox, PlatformHttp http, Function<HttpRequest.Builder, T> call) {
        DeclaredAccount account = inbox.account();
        return switch (kind) {
            case NONE -> call.apply(HttpRequest.newBuilder());
            case BEARER -> call.apply(bearer(account.secret(secret).getFirst()));
            case HEADER -> call.apply(proved(header, account.secret(secret).getFirst()));
            case BASIC -> call.apply(proved("Authorization", basic(account.property(user), account)));
            case OAUTH2 -> token(inbox, http).use(token -> call.apply(bearer(token)));
        };
    }

    boolean hasTokens() {
        return kind == Kind.OAUTH2;
    }

    /// The file may change while a token lives, so the account is looked for when one is asked for.
    private AccessToken token(ChannelInbox<DeclaredAccount> inbox, PlatformHttp http) {
        String id = inbox.id().value();
        String name = channel + "/" + id + "/" + inbox.account().property(user) + "/" + kind(inbox.account());
        return tokens.of(
                inbox.tenant(), name, _ -> grant(channels.get(channel, id).account(), http));
    }

    /// Tells tokens apart that one client has for several scopes, or from several places.
    private String kind(DeclaredAccount account) {
        String asked = String.join("\n", account.property(tokenUrl), secret, scope);
        return UUID.nameUUIDFromBytes(asked.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private AccessToken.Granted grant(DeclaredAccount account, PlatformHttp http) {
        String form = "grant_type=client_credentials" + (scope.isEmpty() ? "" : "&scope=" + encoded(scope));
        PlatformJson answer = http.json(HttpRequest.newBuilder(URI.create(account.property(tokenUrl)))
                .header("Authorization", basic(account.property(user), account))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        String token = answer.json().path("access_token").asString("");
        if (answer.status() != 200 || token.isEmpty()) {
            throw ChannelUnavailableException.later("the platform gives no access token: HTTP " + answer.status());
        }
        long seconds = answer.json().path("expires_in").asLong(0);
        return new AccessToken.Granted(token, seconds > 0 ? Duration.ofSeconds(seconds) : LIFE);
    }

    private String basic(String name, DeclaredAccount account) {
        String pair = name + ":" + account.secret(secret).getFirst();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder bearer(String token) {
        return proved("Authorization", "Bearer " + token);
    }

    /// The JDK's own words would repeat the secret.
    private HttpRequest.Builder proved(String name, String value) {
        try {
            return HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException("the secret " + secret + " can't stand in the header " + name);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The ways that there are.
    private enum Kind {
        NONE(""),
        BEARER("token"),
        HEADER("token"),
        BASIC("password"),
        OAUTH2("client-secret");

        private final String secret;

        Kind(String secret) {
            this.secret = secret;
        }
    }
}
