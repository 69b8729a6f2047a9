package io.omnihub.channel.http;

import io.omnihub.message.TenantId;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The access tokens of all apps.
public final class AccessTokens {

    private final Map<Key, AccessToken> tokens = new ConcurrentHashMap<>();
    private final SharedTokens shared;
    private final Clock clock;

    public AccessTokens(SharedTokens shared, Clock clock) {
        this.shared = shared;
        this.clock = clock;
    }

    /// The token of an app.
    ///
    /// @param name   of the channel and the app, such as `wechat/wx1234`; inboxes of one app share its token
    /// @param source asks the platform for one
    public AccessToken of(TenantId tenant, String name, AccessToken.Source source) {
        return tokens.computeIfAbsent(
                new Key(tenant, name), key -> new AccessToken(key.tenant(), key.name(), source, shared, clock));
    }

    private record Key(TenantId tenant, String name) {}
}
