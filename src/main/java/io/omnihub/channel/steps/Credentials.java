package io.omnihub.channel.steps;

import com.nimbusds.jose.JOSEException;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelStatus.Reason;
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
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// How a call proves to the platform whose it is.
final class Credentials {

    /// Of a token whose platform does not say how long it lives.
    private static final Duration LIFE = Duration.ofMinutes(5);

    /// Of a token that we sign ourselves. Platforms ask for one that is neither older than an hour nor newer each time.
    private static final Duration OWN_LIFE = Duration.ofMinutes(50);

    /// What says that it is the secrets that are wrong.
    private static final Set<Integer> REFUSED = Set.of(400, 401, 403);

    private final ChannelId channel;
    private final DeclaredChannels channels;
    private final AccessTokens tokens;
    private final Clock clock;
    private final Kind kind;
    private final String secret;
    private final String header;
    private final String user;
    private final String keyId;
    private final String tokenUrl;
    private final String scope;

    Credentials(ChannelId channel, Options options, DeclaredChannels channels, AccessTokens tokens, Clock clock) {
        this.channel = channel;
        this.channels = channels;
        this.tokens = tokens;
        this.clock = clock;
        this.kind = options.constant("auth", Kind.NONE, Kind.values());
        this.secret = options.get("secret", kind.secret);
        this.header = options.get("header", "Authorization");
        this.user = options.get("user", kind.user);
        this.keyId = options.get("keyId", "key-id");
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
            case OAUTH2, JWT_BEARER, JWT -> token(inbox, http).use(token -> call.apply(bearer(token)));
        };
    }

    boolean hasTokens() {
        return kind == Kind.OAUTH2 || kind == Kind.JWT_BEARER;
    }

    /// The file may change while a token lives, so the account is looked for when one is asked for.
    private AccessToken token(ChannelInbox<DeclaredAccount> inbox, PlatformHttp http) {
        String id = inbox.id().value();
        String name = channel + "/" + id + "/" + inbox.account().property(user) + "/" + kind(inbox.account());
        return tokens.of(inbox.tenant(), name, _ -> grant(channels.get(channel, id), http));
    }

    /// Tells tokens apart that one client has for several scopes, or from several places.
    private String kind(DeclaredAccount account) {
        String asked = kind == Kind.JWT
                ? String.join(
                        "\n", account.property(keyId), account.secret(secret).getFirst())
                : String.join("\n", account.property(tokenUrl), secret, scope);
        return UUID.nameUUIDFromBytes(asked.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private AccessToken.Granted grant(ChannelInbox<DeclaredAccount> inbox, PlatformHttp http) {
        DeclaredAccount account = inbox.account();
        return switch (kind) {
            case JWT -> new AccessToken.Granted(signed(inbox, account), OWN_LIFE);
            case JWT_BEARER ->
                asked(
                        inbox,
                        http,
                        HttpRequest.newBuilder(URI.create(account.property(tokenUrl))),
                        "grant_type=" + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion="
                                + signed(inbox, account));
            default ->
                asked(
                        inbox,
                        http,
                        HttpRequest.newBuilder(URI.create(account.property(tokenUrl)))
                                .header("Authorization", basic(account.property(user), account)),
                        "grant_type=client_credentials" + (scope.isEmpty() ? "" : "&scope=" + encoded(scope)));
        };
    }

    private static AccessToken.Granted asked(
            ChannelInbox<DeclaredAccount> inbox, PlatformHttp http, HttpRequest.Builder request, String form) {
        PlatformJson answer = http.json(
                inbox,
                request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
        String token = answer.json().path("access_token").asString("");
        if (answer.status() != 200 || token.isEmpty()) {
            if (REFUSED.contains(answer.status())) {
                inbox.offline(Reason.CREDENTIALS, "the platform gives no access token for the inbox's secrets");
            }
            throw ChannelUnavailableException.later("the platform gives no access token: HTTP " + answer.status());
        }
        long seconds = answer.json().path("expires_in").asLong(0);
        return new AccessToken.Granted(token, seconds > 0 ? Duration.ofSeconds(seconds) : LIFE);
    }

    /// A word of ours: of who we are to those who ask for a token, and else the token itself.
    private String signed(ChannelInbox<DeclaredAccount> inbox, DeclaredAccount account) {
        Instant now = clock.instant();
        String key = account.secret(secret).getFirst();
        try {
            return kind == Kind.JWT
                    ? SignedToken.byEs256(account.property(keyId), account.property(user), now, key)
                    : SignedToken.byRs256(account.property(user), scope, account.property(tokenUrl), now, key);
        } catch (GeneralSecurityException | JOSEException | IllegalArgumentException _) {
            // Their words might repeat the key.
            inbox.offline(Reason.CREDENTIALS, "the secret " + secret + " is no private key of the right kind");
            throw ChannelUnavailableException.later("the secret " + secret + " is no private key of the right kind");
        }
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
        NONE("", "user"),
        BEARER("token", "user"),
        HEADER("token", "user"),
        BASIC("password", "user"),
        OAUTH2("client-secret", "client-id"),
        /// A token that is granted for a word of ours, as RFC 7523 has it.
        JWT_BEARER("private-key", "client-email"),
        /// A token that is a word of ours.
        JWT("private-key", "team-id");

        private final String secret;
        private final String user;

        Kind(String secret, String user) {
            this.secret = secret;
            this.user = user;
        }
    }
}
